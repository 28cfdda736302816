using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Tests.Portable.Support;
using Record = ZhiSan.Edge.Buffering.Records.Record;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>A gateway reduced to its journal: what it appends becomes real pages.</summary>
internal sealed class TestGateway
{
    public const int PeriodSeconds = 60;
    public const int ScansOfPage = 5;

    private readonly Record _record = new();
    private readonly byte[] _buffer = new byte[JournalLimits.MaxMessageBytes];
    private readonly byte[] _key;
    private readonly JournalOptions _options;
    private readonly bool _sealsOften;
    private int _scans;

    public TestGateway(string name = "gw1", uint epoch = 0xE1, byte keySeed = 1, JournalOptions? options = null,
        MemoryStore? flash = null)
    {
        Id = new GatewayId("yunwu", name);
        Flash = flash ?? new MemoryStore();
        _key = KeyOf(keySeed);
        _options = options ?? new JournalOptions();
        _sealsOften = options is null;
        Journal = Open(epoch);
    }

    public GatewayId Id { get; }

    public MemoryStore Flash { get; }

    public Journal Journal { get; private set; }

    public byte[] Key => _key;

    public int UptimeSeconds { get; set; }

    public long Durable => Journal.Watermarks.Durable;

    public static byte[] KeyOf(byte seed)
    {
        var key = new byte[KeyRing.KeyBytes];
        Array.Fill(key, seed);
        return key;
    }

    /// <summary>Starts again after the power went (or cleanly), at uptime 0.</summary>
    public void Reboot(byte previousStop = StopCause.Power)
    {
        Journal = Open(Journal.Epoch + 1);
        Boot(previousStop);
    }

    public void Boot(byte previousStop)
    {
        UptimeSeconds = 0;
        Channels();
        Assert.Equal(AppendStatus.Durable,
            Journal.StartBoot(new BootBody { PreviousStop = previousStop, Firmware = "0.1.0" }, 0));
        Seal();
    }

    /// <summary>One scan of temperature (2 decimals) and humidity (0 decimals), then a period passes.</summary>
    public long Scan(int? temperature = null, byte quality = 0)
    {
        _record.SetScan(2);
        _record.Values[0] = temperature ?? 2000 + (int)(Durable % 50);
        _record.Values[1] = 60;
        _record.Qualities[0] = quality;
        _record.Qualities[1] = 0;
        var sequence = Append();
        if (++_scans % ScansOfPage == 0 && _sealsOften)
        {
            Seal();
        }

        return sequence;
    }

    public void Scans(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Scan();
        }
    }

    public long Anchor(string utc)
    {
        var utcMs = Ms(utc);
        new TimeAnchorBody { UptimeMs = UptimeSeconds * 1000L, UtcMs = utcMs, Source = 1 }.Write(_record);
        return Append(passes: false);
    }

    public long Incident(IncidentBody body)
    {
        body.Write(_record);
        return Append(passes: false);
    }

    public long Thinned(ThinnedBody body)
    {
        body.Write(_record);
        return Append(passes: false);
    }

    /// <summary>Passes over numbers and says why, as recovery does.</summary>
    public void Lose(int count, byte cause)
    {
        var first = Durable + 1;
        for (var i = 0; i < count; i++)
        {
            Journal.Watermarks.Append();
        }

        Assert.Equal(AppendStatus.Durable, Journal.DeclareLost(first, first + count - 1, cause, UptimeSeconds));
    }

    public long Event(byte kind, params byte[] body)
    {
        _record.SetEvent(kind);
        body.CopyTo(_record.Body, 0);
        _record.BodyLength = body.Length;
        return Append(passes: false);
    }

    /// <summary>Everything sealed from a number on, as messages; each holds as many pages as fit.</summary>
    public List<byte[]> Messages(long from = 1)
    {
        // A seal may begin a segment, which brings records of its own: what its channels are, what had to go for it.
        for (var i = 0; i < 10 && Journal.UnsealedRows > 0; i++)
        {
            Seal();
        }

        var messages = new List<byte[]>();
        var run = new ReplayRun();
        while (Journal.Read(from, _buffer, run) == ReplayStatus.Ok)
        {
            messages.Add(_buffer[..run.Length]);
            from = run.LastSequence + 1;
            Journal.Watermarks.MoveSent(run.LastSequence);
        }

        return messages;
    }

    /// <summary>The same, one page in each message.</summary>
    public List<byte[]> Pages(long from = 1) => Messages(from).SelectMany(Runs.Split).ToList();

    public string Heartbeat() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"v":1,"epoch":{{Journal.Epoch}},"seq":{"durable":{{Durable}},"freed":{{Journal.Watermarks.Freed}}},"later":[1]}""");

    /// <summary>A heartbeat that says how far it takes the platform to have everything, and which command it took last.</summary>
    public string Heartbeat(long acked, long command = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"v":1,"epoch":{{Journal.Epoch}},"cmd":{{command}},"seq":{"durable":{{Durable}},"acked":{{acked}},"freed":{{Journal.Watermarks.Freed}}},"later":[1]}""");

    /// <summary>What it publishes when it is asked for a range: the pages that hold it.</summary>
    public List<byte[]> Replay(long first, long last) =>
        Pages().Where(page => Runs.Range(page).First <= last && Runs.Range(page).Last >= first).ToList();

    public static long Ms(string utc) =>
        DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    private void Seal() => Assert.Equal(StoreStatus.Ok, Journal.Seal());

    private Journal Open(uint newEpoch)
    {
        var journal = new Journal(Flash, _options, _key);
        Assert.Equal(StoreStatus.Ok, journal.Open(newEpoch));
        return journal;
    }

    private void Channels()
    {
        var set = new ChannelSetBody(2) { PeriodSeconds = PeriodSeconds };
        (set.Names[0], set.Units[0], set.Decimals[0]) = ("air_temperature", "Cel", 2);
        (set.Names[1], set.Units[1], set.Decimals[1]) = ("air_humidity", "%RH", 0);
        set.Write(_record);
        Journal.SetChannels(_record, 2, PeriodSeconds);
    }

    private long Append(bool passes = true)
    {
        _record.UptimeSeconds = UptimeSeconds;
        Assert.Equal(AppendStatus.Durable, Journal.Append(_record));
        var sequence = _record.Sequence;
        UptimeSeconds += passes ? PeriodSeconds : 0;
        return sequence;
    }
}
