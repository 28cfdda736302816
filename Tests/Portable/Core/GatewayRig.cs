using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

/// <summary>A gateway under a scripted clock, with the network played by the test.</summary>
public sealed class GatewayRig
{
    public const uint Epoch = 77;
    private const int Channels = 2;

    private readonly GatewayOutput _output = new GatewayOutput();
    private readonly RunHeader _run = new RunHeader();
    private readonly PageReader _page = new PageReader(Channels);
    private readonly Scan _scan = new Scan(Channels);

    public GatewayRig(MemoryStore store)
    {
        Store = store;
        Options = new GatewayOptions();
        Options.Site = "yunwu";
        Options.Gateway = "gw1";

        // A test does not wait for its turn in a fleet.
        Options.ReconnectMinMs = 2000;
        Start();
    }

    public MemoryStore Store { get; }

    public byte[] Key { get; } = new byte[32];

    public GatewayOptions Options { get; }

    public Journal Journal { get; private set; } = null!;

    public Gateway Gateway { get; private set; } = null!;

    public long NowMs { get; private set; }

    /// <summary>Outputs seen since the last <see cref="Drain"/>.</summary>
    public int Connects { get; private set; }

    public int Disconnects { get; private set; }

    public int Lives { get; private set; }

    public int Heartbeats { get; private set; }

    public int Incidents { get; private set; }

    public int PageMessages { get; private set; }

    /// <summary>First and last record of the newest message with pages, its token and epoch.</summary>
    public long FirstSent { get; private set; }

    public long LastSent { get; private set; }

    public int LastToken { get; private set; }

    /// <summary>Whether the broker takes what is published; otherwise it never says a word.</summary>
    public bool BrokerTakes { get; set; } = true;

    /// <summary>Messages with pages that the broker loses next, without a word; it takes the others.</summary>
    public int BrokerLoses { get; set; }

    /// <summary>Whether the broker has no room for what is published.</summary>
    public bool BrokerRefuses { get; set; }

    /// <summary>Whether the platform acknowledges what was sent last as soon as outputs are drained.</summary>
    public bool PlatformAcks { get; set; }

    /// <summary>Segments of the journal; as many as usual when it is 0. Counts from the next start.</summary>
    public int SegmentBudget { get; set; }

    /// <summary>Page messages through this number are watched for gaps, from number 1 on.</summary>
    public long ReplayTo { get; set; }

    /// <summary>Last number seen since <see cref="ReplayTo"/> was set.</summary>
    public long ReplayedThrough { get; private set; }

    /// <summary>Whether a number was left out.</summary>
    public bool ReplayHadGap { get; private set; }

    /// <summary>Which broker the last attempt is for.</summary>
    public int Broker { get; private set; }

    /// <summary>What was written into the clock chip; 0 when nothing was.</summary>
    public long ChipUtcMs { get; private set; }

    /// <summary>Incident messages since the start, joined.</summary>
    public string IncidentTexts { get; private set; } = string.Empty;

    /// <summary>Answers on the reply topic since the start, joined.</summary>
    public string Replies { get; private set; } = string.Empty;

    public int Reboots { get; private set; }

    public int Identifies { get; private set; }

    public string LastState { get; private set; } = string.Empty;

    public string LastLive { get; private set; } = string.Empty;

    public string LastHeartbeat { get; private set; } = string.Empty;

    /// <summary>A power cut and a new start: only the store stays.</summary>
    public void Start()
    {
        NowMs = 0;
        JournalOptions journalOptions = new JournalOptions();
        journalOptions.MostChannels = Channels;
        journalOptions.PageRows = 64;
        if (SegmentBudget > 0)
        {
            journalOptions.BudgetBytes = SegmentBudget * JournalLimits.SegmentFootprintBytes;
        }

        // The device's heap holds one gateway.
        Gateway = null!;
        Sampler = null;
        Journal = null!;
        Journal = new Journal(Store, journalOptions, Key);
        ChannelSetBody channels = new ChannelSetBody(Channels);
        channels.Names[0] = "air_temperature";
        channels.Units[0] = "Cel";
        channels.Decimals[0] = 2;
        channels.Names[1] = "light";
        channels.Units[1] = "lx";
        if (Sensor != null)
        {
            Sampler = new Sampler();
            Sampler.AddSensor(Sensor, Options.PeriodSeconds * 1000, 0);
            Sampler.Begin(NowMs);
        }

        Gateway = new Gateway(Options, Journal, channels, Sampler, Store, Key);
        Gateway.Start(NowMs, Epoch);
    }

    /// <summary>A sensor of two channels for the next start, or null.</summary>
    public ISensor? Sensor { get; set; }

    public Sampler? Sampler { get; private set; }

    /// <summary>Time passes, and the sensor is measured when it is due.</summary>
    public void Measure(long ms)
    {
        Advance(ms);
        while (Sampler != null && Sampler.Tick(NowMs))
        {
            Gateway.TakeScan(NowMs, Sampler.Current);
            Drain();
        }
    }

    /// <summary>Lets time pass in steps that end at every deadline, draining outputs at each.</summary>
    public void Advance(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            long next = Gateway.NextDeadlineMs;
            NowMs = next > NowMs && next < end ? next : next <= NowMs ? NowMs + 1 : end;
            Gateway.Tick(NowMs);
            Drain();
        }
    }

    /// <summary>A minute passes and a scan is taken.</summary>
    public void TakeScans(int count)
    {
        TakeScans(count, 60000);
    }

    /// <summary>Some time passes and a scan is taken.</summary>
    public void TakeScans(int count, long everyMs)
    {
        for (int i = 0; i < count; i++)
        {
            Advance(everyMs);
            _scan.Clear();
            _scan.MonotonicMs = NowMs;
            _scan.Set(0, 2000 + (i % 7), Quality.Good);
            _scan.Set(1, i % 3, Quality.Good);
            Gateway.TakeScan(NowMs, _scan);
            Drain();
        }
    }

    public void ConnectNow()
    {
        while (Gateway.Link != LinkState.Connecting)
        {
            Advance(1000);
        }

        Gateway.LinkUp(NowMs);
        Drain();
    }

    public void Ack(uint epoch, long through)
    {
        Receive(Gateway.Topics.Ack, "{\"epoch\":" + epoch.ToString() + ",\"through\":" + through.ToString() + "}");
    }

    /// <summary>The link is lost for a reason.</summary>
    public void Lose(byte cause)
    {
        Gateway.LinkDown(NowMs, cause);
        Drain();
    }

    /// <summary>Attempts fail for the same reason until so much time has passed.</summary>
    public void FailFor(long ms, byte cause)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            Advance(100);
            if (Gateway.Link == LinkState.Connecting)
            {
                Lose(cause);
            }
        }
    }

    /// <summary>The first segment's file.</summary>
    public string SegmentName()
    {
        Store.List(out string[] names);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i][0] == 's')
            {
                return names[i];
            }
        }

        return string.Empty;
    }

    /// <summary>Whether an ASCII text stands somewhere on flash in the journal's tails, where rows are plain.</summary>
    public bool Journaled(string text)
    {
        for (int file = 0; file < JournalLimits.TailCount; file++)
        {
            byte[] bytes = Store.Get("t" + file.ToString()) ?? new byte[0];
            for (int i = 0; i + text.Length <= bytes.Length; i++)
            {
                int same = 0;
                while (same < text.Length && bytes[i + same] == text[same])
                {
                    same++;
                }

                if (same == text.Length)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Carries out all outputs, remembering what they were.</summary>
    public void Drain()
    {
        while (Gateway.NextOutput(_output))
        {
            switch (_output.Kind)
            {
                case OutputKind.Connect:
                    Connects++;
                    Broker = _output.Broker;
                    break;

                case OutputKind.SetClockChip:
                    ChipUtcMs = _output.UtcMs;
                    break;

                case OutputKind.Disconnect:
                    Disconnects++;
                    break;

                case OutputKind.Reboot:
                    Reboots++;
                    break;

                case OutputKind.Identify:
                    Identifies++;
                    break;

                default:
                    See();
                    break;
            }
        }

        if (PlatformAcks && LastSent > Journal.Watermarks.Acked && Gateway.Link == LinkState.Up)
        {
            Ack(Epoch, LastSent);
        }
    }

    /// <summary>A message arrives.</summary>
    public void Receive(string topic, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Gateway.TakeMessage(NowMs, topic, bytes, bytes.Length);
        Drain();
    }

    private void See()
    {
        bool isLost = false;
        if (_output.Topic == Gateway.Topics.Pages)
        {
            PageMessages++;
            isLost = BrokerLoses > 0;
            BrokerLoses -= isLost ? 1 : 0;
            LastToken = _output.Token;
            Invariant.Check(_run.Read(_output.Payload, 0, _output.PayloadLength) == RunHeaderStatus.Ok, "run header");
            FirstSent = _run.FirstSequence;
            int offset = RunHeader.Bytes;
            while (_page.Find(_output.Payload, offset, _output.PayloadLength, _run.Epoch) == PageStatus.Ok)
            {
                LastSent = _page.LastSequence;
                offset = _page.End;
            }

            Invariant.Check(offset == _output.PayloadLength, "whole pages");
            if (FirstSent <= ReplayTo)
            {
                ReplayHadGap |= FirstSent > ReplayedThrough + 1;
                ReplayedThrough = LastSent > ReplayedThrough ? LastSent : ReplayedThrough;
            }

        }
        else if (_output.Topic == Gateway.Topics.Reply)
        {
            Replies += Text();
        }
        else if (_output.Topic == Gateway.Topics.Live)
        {
            Lives++;
            LastLive = Text();
        }
        else if (_output.Topic == Gateway.Topics.Heartbeat)
        {
            Heartbeats++;
            LastHeartbeat = Text();
        }
        else if (_output.Topic == Gateway.Topics.Incident)
        {
            Incidents++;
            IncidentTexts += Text();
        }
        else if (_output.Topic == Gateway.Topics.State)
        {
            LastState = Text();
        }

        if (_output.Token != GatewayOutput.NoToken && !isLost && (BrokerTakes || BrokerRefuses))
        {
            Gateway.PublishResult(NowMs, _output.Token, !BrokerRefuses);
        }
    }

    private string Text()
    {
        char[] text = new char[_output.PayloadLength];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)_output.Payload[i];
        }

        return new string(text);
    }
}
