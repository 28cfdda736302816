using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Ring;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Starting;
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
public sealed class Journal : IRecordSink
{
    // A file that cannot be read is damaged only when it cannot be read again and again.
    private const int MostAttempts = 3;

    private readonly IStore _store;
    private readonly JournalOptions _options;
    private readonly byte[] _work;
    private readonly OrphanList _orphans = new OrphanList();
    private readonly SegmentIndex _index;
    private readonly TailSet _tails;
    private readonly SegmentWriter _writer;
    private readonly ReplayReader _reader;
    private readonly RingKeeper _ring;
    private readonly Thinner _thinner;
    private readonly LossList _losses = new LossList(LossCause.Damaged);
    private readonly Record _own = new Record(0, JournalLimits.MaxEventBodyBytes);
    private readonly Record _channels = new Record(0, JournalLimits.MaxEventBodyBytes);
    private readonly LostBody _lost = new LostBody();

    private int _attempts;
    private uint _boot;
    private long _bootUtcMs;
    private int _uptimeSeconds;
    private int _channelSet;
    private int _channelCount;
    private int _periodSeconds;
    private bool _channelsDue;
    private bool _moveDue;

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
        _work = new byte[JournalLimits.MaxMessageBytes];
        RowCoder rows = new RowCoder(options.MostChannels);
        PageAuthenticator authenticator = new PageAuthenticator(key);
        PageWriter page = new PageWriter(authenticator, rows);
        _options = options;
        Watermarks = new Watermarks();
        _index = new SegmentIndex(options.MaxSegments + JournalLimits.SpareSegments);
        _tails = new TailSet(store, options.MostChannels);
        SegmentFile file = new SegmentFile(store, _index, _orphans, Watermarks);
        _writer = new SegmentWriter(options, file, Watermarks, page, _work);
        _reader = new ReplayReader(store, _index, Watermarks, authenticator, options.MessageBytes);
        ReplayReader thinning = new ReplayReader(store, _index, Watermarks, authenticator, ReplayReader.ShortestRunBytes);
        _thinner = new Thinner(thinning, options.MostChannels, _work);
        _ring = new RingKeeper(store, options, _index, _tails, file, Watermarks, _orphans, _thinner);
    }

    /// <summary>How far the stream has come.</summary>
    public Watermarks Watermarks { get; }

    /// <summary>What starting found.</summary>
    public RecoveryReport Recovered { get; private set; } = new RecoveryReport();

    /// <summary>The epoch: born when the journal was formatted, part of every record's identity.</summary>
    public uint Epoch => _writer.File.Epoch;

    /// <summary>Number of this start of the gateway.</summary>
    public uint Boot => _boot;

    /// <summary>Rows that are durable in the tails or in the open page, and not yet sealed.</summary>
    public long UnsealedRows => Watermarks.Durable - Watermarks.Sealed;

    /// <summary>Segments on flash.</summary>
    public int Segments => _index.Count;

    /// <summary>Segments the budget holds.</summary>
    public int MaxSegments => _options.MaxSegments;

    /// <summary>Bytes of the buffer that <see cref="Read"/> fills.</summary>
    public int MessageBytes => _options.MessageBytes;

    /// <summary>Bytes in segments, about: all but the newest count as full.</summary>
    public long HeldBytes => _index.Count == 0 ? 0 : ((_index.Count - 1) * (long)_options.SegmentBytes) + _writer.File.Length;

    /// <summary>Segment writes since the start; each costs the flash a copied block.</summary>
    public long SegmentWrites => _writer.File.Writes;

    /// <summary>Whether the last store call that changes something failed.</summary>
    public bool StorageFailing { get; private set; }

    /// <summary>
    /// Sees every tombstone (<c>Lost</c>, <c>Thinned</c>) once it is durable, and those that starting finds in the newest page and in
    /// the tails; null when nobody looks.
    /// </summary>
    public IRecordVisitor? Tombstones { get; set; }

    /// <summary>
    /// Starts from whatever is on flash. After <see cref="StoreStatus.Ok"/> the journal takes records; any other status
    /// means that the store cannot be listed or read, and opening may be tried again.
    /// </summary>
    /// <param name="newEpoch">A number that no earlier epoch of this gateway had; taken when nothing on flash verifies.</param>
    public StoreStatus Open(uint newEpoch)
    {
        Invariant.Check(newEpoch != 0, "an epoch is not 0");
        StoreStatus status = _store.List(out string[] names);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        _attempts++;
        _losses.Clear();
        Recovery recovery = new Recovery(_store, _index, _tails, _writer, _losses, _orphans, _work);
        recovery.Tombstones = Tombstones;
        status = recovery.Run(names, newEpoch, Watermarks, _attempts >= MostAttempts);
        Recovered = recovery.Report;
        _boot = Recovered.LastBoot;
        _moveDue = Recovered.DamagedEnd;
        _ring.ThinnedThrough = Recovered.ThinnedThrough;
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
    /// Begins a new boot: accounts for everything that recovery found missing, then writes the boot's record.
    /// The body's boot number is filled in here.
    /// </summary>
    public AppendStatus StartBoot(BootBody body, int uptimeSeconds)
    {
        _boot++;
        _bootUtcMs = 0;
        _uptimeSeconds = uptimeSeconds;
        _writer.Draft(_tails);
        bool accounted = AccountForLosses();
        body.Boot = _boot;
        body.Write(_own);
        _own.UptimeSeconds = uptimeSeconds;
        return TakeBehindLosses(_own, accounted);
    }

    /// <summary>
    /// Gives the record the next number and makes it durable. The caller fills everything but sequence, boot and UTC.
    /// </summary>
    public AppendStatus Append(Record record)
    {
        _uptimeSeconds = record.UptimeSeconds;
        return TakeBehindLosses(record, AccountForLosses());
    }

    /// <summary>Ends the open page, so that everything durable can be sent.</summary>
    public StoreStatus Seal()
    {
        StoreStatus status = _writer.Move(_tails, null, _channelSet, _channelCount, _periodSeconds, true);
        StorageFailing = status != StoreStatus.Ok;
        if (!StorageFailing)
        {
            KeepHouse(false);
        }

        return status;
    }

    /// <summary>
    /// Reads a run of sealed pages for the platform: header and pages in the buffer of
    /// <see cref="MessageBytes"/> bytes, described by <paramref name="run"/>.
    /// </summary>
    public ReplayStatus Read(long fromSequence, byte[] buffer, ReplayRun run) =>
        _reader.Read(fromSequence, Epoch, buffer, run);

    /// <summary>As <see cref="Read"/>, in bounded pieces: <see cref="ReplayStatus.Busy"/> asks for another call.</summary>
    public ReplayStatus ReadSome(long fromSequence, byte[] buffer, ReplayRun run) =>
        _reader.ReadSome(fromSequence, Epoch, buffer, run);

    /// <summary>
    /// Shows the tombstones in the first page of a run that <see cref="Read"/> gave to <see cref="Tombstones"/>: the first record
    /// behind a gap is the one that says what the gap is.
    /// </summary>
    public void ShowTombstones(byte[] buffer, ReplayRun run)
    {
        if (Tombstones != null)
        {
            _thinner.Show(buffer, run.Length, Epoch, Tombstones);
        }
    }

    /// <summary>Accounts for a range that <see cref="Read"/> found damaged or missing.</summary>
    public AppendStatus DeclareLost(long first, long last, byte cause, int uptimeSeconds)
    {
        _uptimeSeconds = uptimeSeconds;
        bool accounted = AccountForLosses();
        WriteLost(first, last, cause);
        return TakeBehindLosses(_own, accounted);
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

    /// <inheritdoc/>
    AppendStatus IRecordSink.Take(Record record) => Take(record);

    // The first record behind a gap says what the gap is, so that no power cut can leave the one without the other. As long as
    // that cannot be written, nothing is.
    private AppendStatus TakeBehindLosses(Record record, bool accounted)
    {
        if (!accounted)
        {
            record.Sequence = Watermarks.Append();
            record.Boot = _boot;
            _losses.Add(record.Sequence, record.Sequence, LossCause.StorageFailed);
            return AppendStatus.StorageFailed;
        }

        long writes = _writer.File.Writes;
        AppendStatus status = Take(record);
        if (status == AppendStatus.Durable)
        {
            // A record that moved the tails has done its share.
            KeepHouse(writes == _writer.File.Writes);
        }

        return status;
    }

    private AppendStatus Take(Record record)
    {
        record.Sequence = Watermarks.Append();
        record.Boot = _boot;
        long utcBefore = _bootUtcMs;
        if (record.Kind == RecordKind.TimeAnchor)
        {
            bool anchored = TimeAnchorBody.TryReadBootUtc(record.Body, record.BodyLength, out long utc);
            Invariant.Check(anchored, "an anchor within limits");
            _bootUtcMs = utc;
        }

        record.BootUtcMs = _bootUtcMs;
        StoreStatus status = Store(record);
        if (status == StoreStatus.Full && _ring.MakeRoom())
        {
            status = Store(record);
        }

        StorageFailing = status != StoreStatus.Ok;
        if (StorageFailing)
        {
            // An anchor that is not on flash says nothing about the rows that are.
            _bootUtcMs = utcBefore;
            _losses.Add(record.Sequence, record.Sequence, LossCause.StorageFailed);
            return AppendStatus.StorageFailed;
        }

        Watermarks.MoveDurable(record.Sequence);
        if (record.Kind == RecordKind.Lost || record.Kind == RecordKind.Thinned)
        {
            Tombstones?.Visit(record);
        }

        return AppendStatus.Durable;
    }

    // When no tail can take the record (they are full, it is too long for one, or they failed) it goes where their rows go.
    private StoreStatus Store(Record record)
    {
        if (!_writer.HasRoomFor(record))
        {
            // Whether it works shows when the record's turn comes.
            _writer.Move(_tails, null, _channelSet, _channelCount, _periodSeconds, false);
        }

        StoreStatus status = _tails.Append(
            Epoch, record, Watermarks.Acked, _channelSet, _channelCount, _periodSeconds);
        if (status != StoreStatus.Ok)
        {
            return _writer.Move(_tails, record, _channelSet, _channelCount, _periodSeconds, false);
        }

        _writer.Draft(_tails, record, _channelSet, _channelCount, _periodSeconds);
        return status;
    }

    // What the journal owes itself after a write that worked: tombstones, the channel set of a new segment, room.
    private void KeepHouse(bool withRing)
    {
        if (!AccountForLosses() || !MoveFromDamage() || !TellChannels())
        {
            return;
        }

        if (withRing)
        {
            StorageFailing = !_ring.Step(this, _uptimeSeconds);
            TellChannels();
        }
    }

    private bool AccountForLosses()
    {
        while (_losses.Count > 0)
        {
            WriteLost(_losses.OldestFirst, _losses.OldestLast, _losses.OldestCause);
            if (Take(_own) != AppendStatus.Durable)
            {
                return false;
            }

            _losses.RemoveOldest();
        }

        // What was before the oldest segment is acknowledged or accounted for by now, though the start may not have known.
        if (_index.Count > 0 && Watermarks.Freed < _index.First(0) - 1)
        {
            Watermarks.MoveAcked(_index.First(0) - 1);
            Watermarks.MoveFreed(_index.First(0) - 1);
        }

        return true;
    }

    // A segment with a damaged end is left behind at once: as long as it is the newest, every start would take the same bytes
    // for a write cut short.
    private bool MoveFromDamage()
    {
        if (_moveDue)
        {
            StoreStatus status = _writer.Move(_tails, null, _channelSet, _channelCount, _periodSeconds, false);
            StorageFailing = status != StoreStatus.Ok;
            _moveDue = StorageFailing;
        }

        return !_moveDue;
    }

    private bool TellChannels()
    {
        if (_writer.BeganSegment || _channelsDue)
        {
            _channels.UptimeSeconds = _uptimeSeconds;
            _channelsDue = _channels.Kind == RecordKind.ChannelSet && Take(_channels) != AppendStatus.Durable;
            _writer.BeganSegment = false;
        }

        return !_channelsDue;
    }

    private void WriteLost(long first, long last, byte cause)
    {
        _lost.Cause = cause;
        _lost.FirstSequence = first;
        _lost.LastSequence = last;
        _lost.Write(_own);
        _own.UptimeSeconds = _uptimeSeconds;
    }
}
