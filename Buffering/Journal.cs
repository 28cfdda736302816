using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering;

/// <summary>
/// The journal: every fact becomes a numbered record on flash before anybody sees it, stays until the platform has it,
/// and can be read back in sealed pages. Not thread-safe; reads no clock; its only input and output is the store.
/// </summary>
/// <remarks>
/// Life: make it, <see cref="Open"/> it, <see cref="SetChannels"/>, <see cref="StartBoot"/>; then append, seal, read and
/// acknowledge. DESIGN.md says why it is built this way, FORMAT.md what lies on flash.
/// </remarks>
public sealed class Journal
{
    private readonly IStore _store;
    private readonly JournalOptions _options;
    private readonly SegmentIndex _index;
    private readonly TailSet _tails;
    private readonly SegmentWriter _writer;
    private readonly ReplayReader _reader;
    private readonly LossList _losses = new LossList();
    private readonly Record _own = new Record();
    private readonly Record _channels = new Record();
    private readonly LostBody _lost = new LostBody();
    private readonly byte[] _work = new byte[JournalLimits.MaxMessageBytes];

    private uint _boot;
    private long _bootUtcMs;
    private int _uptimeSeconds;
    private int _channelSet;
    private int _channelCount;
    private int _periodSeconds;
    private bool _channelsDue;
    private bool _housekeeping;

    /// <summary>Makes a journal over a store.</summary>
    /// <param name="store">The flash.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="key">The gateway's key for the MAC chain.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public Journal(IStore store, JournalOptions options, byte[] key)
    {
        string? wrong = options.Validate();
        if (wrong != null)
        {
            throw new ArgumentException(wrong);
        }

        _store = store;
        _options = options;
        Watermarks = new Watermarks();
        _index = new SegmentIndex(options.MaxSegments + 4);
        _tails = new TailSet(store);
        PageWriter page = new PageWriter(new PageAuthenticator(key), options.MostChannels);
        _writer = new SegmentWriter(store, options, _index, Watermarks, page, _work);
        _reader = new ReplayReader(store, _index, Watermarks);
        Recovery = new Recovery(store, _index, _tails, _writer, _losses, _work);
    }

    /// <summary>How far the stream has come.</summary>
    public Watermarks Watermarks { get; }

    /// <summary>What starting found.</summary>
    public RecoveryReport Recovered => Recovery.Report;

    /// <summary>The epoch: born when the journal was formatted, part of every record's identity.</summary>
    public uint Epoch => _writer.Epoch;

    /// <summary>Number of this start of the gateway.</summary>
    public uint Boot => _boot;

    /// <summary>Rows that are durable in the tails or in the open page, and not yet sealed.</summary>
    public long UnsealedRows => Watermarks.Durable - Watermarks.Sealed;

    /// <summary>Segments on flash.</summary>
    public int Segments => _index.Count;

    /// <summary>Segments the budget holds.</summary>
    public int MaxSegments => _options.MaxSegments;

    /// <summary>Segment writes since the start; each costs the flash a copied block.</summary>
    public long SegmentWrites => _writer.Writes;

    /// <summary>Whether the last store call that changes something failed.</summary>
    public bool StorageFailing { get; private set; }

    private Recovery Recovery { get; }

    /// <summary>
    /// Starts from whatever is on flash. After <see cref="StoreStatus.Ok"/> the journal takes records; any other status
    /// means that the store cannot even be listed, and opening may be tried again.
    /// </summary>
    /// <param name="newEpoch">A number that no earlier epoch of this gateway had; taken when nothing on flash verifies.</param>
    public StoreStatus Open(uint newEpoch)
    {
        Invariant.Check(newEpoch != 0, "an epoch is not 0");
        StoreStatus status = Recovery.Run(newEpoch, Watermarks);
        _boot = Recovered.LastBoot;
        return status;
    }

    /// <summary>
    /// Tells the journal what the channels of scans are, before the first scan and whenever they change. The record must hold
    /// a <see cref="ChannelSetBody"/>.
    /// </summary>
    public void SetChannels(Record channelSet, int channelCount, int periodSeconds)
    {
        Invariant.Check(channelSet.Kind == RecordKind.ChannelSet && channelCount <= _options.MostChannels, "a channel set");
        _channels.CopyFrom(channelSet);
        _channelSet = ChannelSetBody.Id(channelSet);
        _channelCount = channelCount;
        _periodSeconds = periodSeconds;
        PageHeader last = _writer.Page.Header;
        _channelsDue = Recovered.Formatted || Recovered.ChannelSetMissing
            || last.ChannelSet != _channelSet || last.ChannelCount != channelCount;
    }

    /// <summary>
    /// Begins a new boot with its record, then accounts for everything that recovery found missing.
    /// The body's boot number is filled in here.
    /// </summary>
    public AppendStatus StartBoot(BootBody body, int uptimeSeconds)
    {
        _boot++;
        _bootUtcMs = 0;
        body.Boot = _boot;
        body.Write(_own);
        _own.UptimeSeconds = uptimeSeconds;
        return Append(_own);
    }

    /// <summary>
    /// Gives the record the next number and makes it durable. The caller fills everything but sequence, boot and UTC.
    /// </summary>
    public AppendStatus Append(Record record)
    {
        _uptimeSeconds = record.UptimeSeconds;
        record.Sequence = Watermarks.Append();
        record.Boot = _boot;
        if (record.Kind == RecordKind.TimeAnchor)
        {
            bool anchored = TimeAnchorBody.TryReadBootUtc(record.Body, record.BodyLength, out long utc);
            Invariant.Check(anchored, "an anchor within limits");
            _bootUtcMs = utc;
        }

        record.BootUtcMs = _bootUtcMs;
        StoreStatus status = Store(record);
        StorageFailing = status != StoreStatus.Ok;
        if (StorageFailing)
        {
            _losses.Add(record.Sequence, record.Sequence, LossCause.StorageFailed);
            return AppendStatus.StorageFailed;
        }

        Watermarks.MoveDurable(record.Sequence);
        KeepHouse();
        return AppendStatus.Durable;
    }

    /// <summary>Ends the open page, so that everything durable can be sent.</summary>
    public StoreStatus Seal()
    {
        StoreStatus status = _writer.Move(_tails, null, _channelSet, _channelCount, _periodSeconds, true);
        StorageFailing = status != StoreStatus.Ok;
        if (!StorageFailing)
        {
            KeepHouse();
        }

        return status;
    }

    /// <summary>
    /// Reads a run of sealed pages for the platform: header and pages in the buffer of
    /// <see cref="JournalLimits.MaxMessageBytes"/> bytes, described by <paramref name="run"/>.
    /// </summary>
    public ReplayStatus Read(long fromSequence, byte[] buffer, ReplayRun run) =>
        _reader.Read(fromSequence, Epoch, buffer, run);

    /// <summary>Accounts for a range that <see cref="Read"/> found damaged or missing.</summary>
    public AppendStatus DeclareLost(long first, long last, byte cause, int uptimeSeconds)
    {
        _lost.Cause = cause;
        _lost.FirstSequence = first;
        _lost.LastSequence = last;
        _lost.Write(_own);
        _own.UptimeSeconds = uptimeSeconds;
        return Append(_own);
    }

    /// <summary>Takes the platform's word that it has everything through a number.</summary>
    public AckStatus Acknowledge(uint epoch, long through)
    {
        if (epoch != Epoch)
        {
            return AckStatus.WrongEpoch;
        }

        if (through > Watermarks.Sent)
        {
            return AckStatus.BeyondSent;
        }

        if (through <= Watermarks.Acked)
        {
            return AckStatus.Stale;
        }

        Watermarks.MoveAcked(through);
        return AckStatus.Moved;
    }

    private StoreStatus Store(Record record)
    {
        StoreStatus status = _tails.Append(
            Epoch, record, Watermarks.Acked, _channelSet, _channelCount, _periodSeconds);
        if (status == StoreStatus.Ok)
        {
            return status;
        }

        // No tail can take it: they are full, it is too long for one, or they failed.
        bool fitsTail = TailRowCoder.Bound(record) < JournalLimits.MaxTailBytes / 2 && status == StoreStatus.NotFound;
        status = _writer.Move(_tails, fitsTail ? null : record, _channelSet, _channelCount, _periodSeconds, false);
        if (status != StoreStatus.Ok || !fitsTail)
        {
            return status;
        }

        status = _tails.Append(Epoch, record, Watermarks.Acked, _channelSet, _channelCount, _periodSeconds);
        return status == StoreStatus.Ok
            ? status
            : _writer.Move(_tails, record, _channelSet, _channelCount, _periodSeconds, false);
    }

    // What the journal owes itself after a write that worked: tombstones, the channel set of a new segment, room.
    private void KeepHouse()
    {
        if (_housekeeping || _boot == 0)
        {
            return;
        }

        _housekeeping = true;
        while (_losses.Count > 0 && Account(_losses.Oldest))
        {
            _losses.RemoveOldest();
        }

        if (_writer.BeganSegment || _channelsDue)
        {
            _writer.BeganSegment = false;
            _channelsDue = false;
            _channels.UptimeSeconds = _uptimeSeconds;
            _channelsDue = _channels.Kind == RecordKind.ChannelSet && Append(_channels) != AppendStatus.Durable;
            _writer.BeganSegment = false;
        }

        while (_index.Count >= _options.MaxSegments && FreeOldest())
        {
        }

        _housekeeping = false;
    }

    private bool Account(LossRange range) =>
        DeclareLost(range.First, range.Last, range.Cause, _uptimeSeconds) == AppendStatus.Durable;

    // Tombstone first, then delete (I3).
    private bool FreeOldest()
    {
        long first = _index.First(0);
        long last = _index.First(1) - 1;
        if (last > Watermarks.Acked)
        {
            long lostFirst = Watermarks.Acked + 1 > first ? Watermarks.Acked + 1 : first;
            if (DeclareLost(lostFirst, last, LossCause.RingFull, _uptimeSeconds) != AppendStatus.Durable)
            {
                return false;
            }

            Watermarks.MoveAcked(last);
        }

        StoreStatus status = _store.Delete(_index.Name(0));
        if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
        {
            StorageFailing = true;
            return false;
        }

        _index.RemoveAt(0);
        _reader.Reset();
        Watermarks.MoveFreed(last);
        return true;
    }
}
