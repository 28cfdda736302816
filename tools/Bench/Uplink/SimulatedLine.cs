using System;
using System.Collections.Generic;
using System.Text;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Bench.Uplink;

/// <summary>
/// A gateway on a line of limited speed, with a broker and a platform behind it, under a scripted clock: messages take their time
/// in the order they were handed over, answers take the rest of the round trip.
/// </summary>
public sealed class SimulatedLine
{
    /// <summary>Readings of a scan.</summary>
    public const int Channels = 4;

    private const uint Epoch = 77;
    private const int Segments = 20;
    private const int MqttHeaderBytes = 7;
    private const int TcpHeaderBytes = 40;
    private const int TcpPayloadBytes = 1460;

    private readonly IStore _store;
    private readonly GatewayOptions _options;
    private readonly GatewayOutput _output = new();
    private readonly PriorityQueue<Action, (long At, long Order)> _due = new();
    private readonly Scan _scan = new(Channels);
    private readonly HashSet<long> _seen = [];
    private readonly RunHeader _run = new();
    private readonly PageReader _page = new(Channels);
    private readonly Random _random = new(5);
    private readonly byte[] _key = new byte[32];
    private readonly int[] _values = new int[Channels];
    private readonly List<SentPages> _sentPages = [];
    private long _order;
    private long _lineFreeMs;
    private long _liveTakenMs = -1;

    /// <summary>Starts a gateway over a flash.</summary>
    public SimulatedLine(IStore store, GatewayOptions options)
    {
        _store = store;
        _options = options;
        Start();
    }

    /// <summary>Speed of the line.</summary>
    public int BytesPerSecond { get; set; } = 10_000;

    /// <summary>Time there and back of an empty message.</summary>
    public int RoundTripMs { get; set; } = 50;

    /// <summary>The gateway's journal.</summary>
    public Journal Journal { get; private set; } = null!;

    /// <summary>The core.</summary>
    public Gateway Gateway { get; private set; } = null!;

    /// <summary>Monotonic time since the start.</summary>
    public long NowMs { get; private set; }

    /// <summary>Bytes of messages with pages on the line: payload, topic, MQTT, TCP and IP headers.</summary>
    public long PageWireBytes { get; private set; }

    /// <summary>Messages with pages.</summary>
    public int PageMessages { get; private set; }

    /// <summary>Payload of messages with pages.</summary>
    public long PageBytes { get; private set; }

    /// <summary>Payload of previews.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Previews.</summary>
    public int Lives { get; private set; }

    /// <summary>
    /// Longest time between a scan and the arrival of a preview that is not older. A preview that a newer scan replaced before it was
    /// sent counts from its own scan on.
    /// </summary>
    public long LiveDelayMsMax { get; private set; }

    /// <summary>The messages with pages, in order.</summary>
    public IReadOnlyList<SentPages> PagesSent => _sentPages;

    /// <summary>Rows that came to the platform more than once.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Different rows that came to the platform.</summary>
    public long Rows => _seen.Count;

    /// <summary>Whether the platform has every number from 1 on.</summary>
    public bool IsComplete => _seen.Count == Platform;

    /// <summary>The platform's watermark.</summary>
    public long Platform { get; private set; }

    /// <summary>A start, after a power cut as well: only the flash stays.</summary>
    public void Start()
    {
        _due.Clear();
        _liveTakenMs = -1;
        NowMs = 0;
        _lineFreeMs = 0;
        Journal = new Journal(_store, new JournalOptions { MostChannels = Channels, BudgetBytes = Segments * JournalLimits.SegmentFootprintBytes }, _key);
        var channels = new ChannelSetBody(Channels);
        for (int i = 0; i < Channels; i++)
        {
            channels.Names[i] = "c" + i;
            channels.Units[i] = "Cel";
        }

        Gateway = new Gateway(_options, Journal, channels, null, _store, _key);
        Gateway.Start(0, Epoch);
    }

    /// <summary>Scans with the given distance; the values walk as those of a room do.</summary>
    public void TakeScans(int count, int distanceMs)
    {
        for (int i = 0; i < count; i++)
        {
            Advance(distanceMs);
            TakeScan();
        }
    }

    /// <summary>A scan now.</summary>
    public void TakeScan()
    {
        for (int c = 0; c < Channels; c++)
        {
            _values[c] += _random.Next(-6, 7);
            _scan.Set(c, _values[c], Quality.Good);
        }

        _scan.MonotonicMs = NowMs;
        if (_liveTakenMs < 0 && Gateway.Link == LinkState.Up)
        {
            _liveTakenMs = NowMs;
        }

        Gateway.TakeScan(NowMs, _scan);
        Drain();
    }

    /// <summary>The broker is there: the gateway's next attempt succeeds.</summary>
    public void ConnectNow()
    {
        while (Gateway.Link != LinkState.Connecting)
        {
            Advance(100);
        }

        Gateway.LinkUp(NowMs);
        Drain();
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(long ms)
    {
        long end = NowMs + ms;
        while (NowMs < end)
        {
            long next = Math.Min(Gateway.NextDeadlineMs, end);
            if (_due.TryPeek(out _, out (long At, long Order) first))
            {
                next = Math.Min(next, first.At);
            }

            // A deadline that has come and stays is looked at once a millisecond.
            NowMs = Math.Max(NowMs + 1, next);
            while (_due.TryPeek(out Action? action, out (long At, long Order) when) && when.At <= NowMs)
            {
                _due.Dequeue();
                action();
                Drain();
            }

            Gateway.Tick(NowMs);
            Drain();
        }
    }

    /// <summary>Whether a message handed over gets lost with its connection: returns true to drop it.</summary>
    public Func<bool> Drops { get; set; } = () => false;

    private void Drain()
    {
        while (Gateway.NextOutput(_output))
        {
            if (_output.Kind == OutputKind.Publish)
            {
                Carry();
            }
        }
    }

    private void Carry()
    {
        int bytes = _output.PayloadLength + _output.Topic.Length + MqttHeaderBytes;
        bytes += (bytes + TcpPayloadBytes - 1) / TcpPayloadBytes * TcpHeaderBytes;
        _lineFreeMs = Math.Max(_lineFreeMs, NowMs) + (bytes * 1000L / BytesPerSecond);
        long arrives = _lineFreeMs + (RoundTripMs / 2);
        int token = _output.Token;
        byte[]? pages = null;
        if (_output.Topic == Gateway.Topics.Pages)
        {
            PageMessages++;
            PageBytes += _output.PayloadLength;
            PageWireBytes += bytes;
            _sentPages.Add(new SentPages(NowMs, _output.PayloadLength));
            pages = _output.Payload.AsSpan(0, _output.PayloadLength).ToArray();
        }
        else if (_output.Topic == Gateway.Topics.Live)
        {
            Lives++;
            LiveBytes += _output.PayloadLength;
            if (_liveTakenMs >= 0)
            {
                LiveDelayMsMax = Math.Max(LiveDelayMsMax, arrives - _liveTakenMs);
                _liveTakenMs = -1;
            }
        }

        if (Drops())
        {
            return;
        }

        Gateway gateway = Gateway;
        After(arrives, () =>
        {
            if (pages != null)
            {
                Commit(pages);
                byte[] ack = Encoding.UTF8.GetBytes($"{{\"epoch\":{Epoch},\"through\":{Platform}}}");
                After(NowMs + (RoundTripMs / 2), () => gateway.TakeMessage(NowMs, gateway.Topics.Ack, ack, ack.Length));
            }

            if (token != GatewayOutput.NoToken)
            {
                After(NowMs + (RoundTripMs / 2), () => gateway.PublishResult(NowMs, token, true));
            }
        });
    }

    private void Commit(byte[] pages)
    {
        if (_run.Read(pages, 0, pages.Length) != RunHeaderStatus.Ok)
        {
            throw new InvalidOperationException("a message with pages does not begin with a run header");
        }

        int offset = RunHeader.Bytes;
        while (_page.Find(pages, offset, pages.Length, _run.Epoch) == PageStatus.Ok)
        {
            for (long row = _page.Header.FirstSequence; row <= _page.LastSequence; row++)
            {
                Duplicates += _seen.Add(row) ? 0 : 1;
            }

            offset = _page.End;
        }

        while (_seen.Contains(Platform + 1))
        {
            Platform++;
        }
    }

    private void After(long atMs, Action action) => _due.Enqueue(action, (atMs, _order++));
}
