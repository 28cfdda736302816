using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>A small journal over a store in memory, with a clock that each row moves on.</summary>
public sealed class JournalRig
{
    /// <summary>Seconds between rows.</summary>
    public const int PeriodSeconds = 60;

    private readonly Record _record = new Record();
    private readonly int _segments;

    /// <summary>Makes a rig whose journal is started on an empty store.</summary>
    public JournalRig(int channels, int segments)
        : this(new MemoryStore(), channels, segments)
    {
    }

    /// <summary>Makes a rig whose journal is started on what a store holds.</summary>
    public JournalRig(MemoryStore store, int channels, int segments)
    {
        Store = store;
        Channels = channels;
        _segments = segments;
        Key = new byte[32];
        for (int i = 0; i < Key.Length; i++)
        {
            Key[i] = (byte)i;
        }

        Journal = Start();
    }

    /// <summary>The flash.</summary>
    public MemoryStore Store { get; }

    /// <summary>Channels of a scan.</summary>
    public int Channels { get; }

    /// <summary>The gateway's key.</summary>
    public byte[] Key { get; }

    /// <summary>The journal.</summary>
    public Journal Journal { get; private set; }

    /// <summary>Uptime of the next row.</summary>
    public int UptimeSeconds { get; set; }

    /// <summary>The record appended last.</summary>
    public Record Record => _record;

    /// <summary>The power goes and comes back.</summary>
    public void Restart() => Journal = Start();

    /// <summary>Appends scans whose first value counts up from the given one.</summary>
    public AppendStatus Scans(int count, int value)
    {
        AppendStatus status = AppendStatus.Durable;
        for (int i = 0; i < count; i++)
        {
            _record.SetScan(Channels);
            for (int channel = 0; channel < Channels; channel++)
            {
                _record.Values[channel] = channel == 0 ? value + i : ((value + i) * (channel + 7919)) % 1000;
                _record.Qualities[channel] = 0;
            }

            status = Append();
        }

        return status;
    }

    /// <summary>Appends an event with a body of the given length.</summary>
    public AppendStatus Event(int bodyBytes)
    {
        _record.SetEvent(RecordKind.Configuration);
        for (int i = 0; i < bodyBytes; i++)
        {
            _record.Body[i] = (byte)(i * 7);
        }

        _record.BodyLength = bodyBytes;
        return Append();
    }

    /// <summary>Reads everything that is sealed.</summary>
    public PlatformView Read(int capacity)
    {
        PlatformView view = new PlatformView(capacity, Channels, Key);
        view.ReadAll(Journal, 1);
        return view;
    }

    private AppendStatus Append()
    {
        _record.UptimeSeconds = UptimeSeconds;
        UptimeSeconds += PeriodSeconds;
        return Journal.Append(_record);
    }

    private Journal Start()
    {
        JournalOptions options = new JournalOptions();
        options.SegmentBytes = 600;
        options.BudgetBytes = _segments * 4096;
        options.PageRows = 40;
        options.MostChannels = Channels;
        Journal journal = new Journal(Store, options, Key);
        journal.Open(77);
        ChannelSetBody set = new ChannelSetBody(Channels);
        set.PeriodSeconds = PeriodSeconds;
        for (int i = 0; i < Channels; i++)
        {
            set.Names[i] = "channel_" + i;
            set.Units[i] = "Cel";
        }

        set.Write(_record);
        journal.SetChannels(_record, Channels, PeriodSeconds);
        BootBody boot = new BootBody();
        boot.Firmware = "0.1.0";
        journal.StartBoot(boot, 0);
        UptimeSeconds = 5;
        return journal;
    }
}
