using System;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// The chunk that the rows in the tails will become, coded one by one as they come: when they move, all of them at once would hold
/// the loop up. It is a prefix of what the tails hold, and means nothing without them.
/// </summary>
internal sealed class ChunkDraft
{
    // What a row takes at most, of a value that leaps and of an event's head: with such steps as no model expects.
    private const int RowBytes = 8;
    private const int ValueBytes = 6;
    private const int EventBytes = 14;

    private readonly PageWriter _page;
    private readonly byte[] _bytes = new byte[JournalLimits.MaxChunkBytes + Chunk.MaxOverheadBytes + Chunk.SealBytes];
    private long _next;
    private uint _boot;
    private int _channelSet;
    private int _channelCount;
    private int _periodSeconds;
    private int _room;
    private bool _ended;

    /// <summary>Makes an empty draft for a page.</summary>
    public ChunkDraft(PageWriter page)
    {
        _page = page;
    }

    /// <summary>Rows in it.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether it begins a page.</summary>
    public bool IsOpening { get; private set; }

    /// <summary>Sequence number of the first row.</summary>
    public long FirstSequence => _next - Rows;

    /// <summary>Forgets the rows. The page's models have seen them all the same.</summary>
    public void Drop() => Rows = 0;

    /// <summary>Whether a record fits behind what is there.</summary>
    public bool HasRoomFor(Record record) => Rows == 0 || _page.EndBound + Bound(record) <= _room;

    /// <summary>Most bytes that a row is expected to take.</summary>
    public static int Bound(Record record) =>
        record.Kind == RecordKind.Scan ? RowBytes + (record.ChannelCount * ValueBytes) : EventBytes + record.BodyLength;

    /// <summary>
    /// Begins with the first of the rows; when it begins a page, the page's header is filled. The chunk may have
    /// <c>room</c> bytes in page and segment.
    /// </summary>
    public void Begin(Record first, bool opening, int channelSet, int channelCount, int periodSeconds, int room)
    {
        IsOpening = opening;
        _channelSet = channelSet;
        _channelCount = channelCount;
        _periodSeconds = periodSeconds;
        _room = room < JournalLimits.MaxChunkBytes ? room : JournalLimits.MaxChunkBytes;
        _next = first.Sequence;
        _boot = first.Boot;
        _ended = false;
        Rows = 0;
        if (opening)
        {
            _page.BeginPage(_bytes, 0);
        }
        else
        {
            _page.BeginChunk(_bytes, 0);
        }

        Add(first);
    }

    /// <summary>Adds the next row. One that does not follow, or has no room, ends the draft: it goes with another chunk.</summary>
    public void Follow(Record record, int channelSet, int channelCount, int periodSeconds)
    {
        _ended |= !HasRoomFor(record) || record.Sequence != _next || (record.Boot != _boot && record.Kind != RecordKind.Boot)
            || channelSet != _channelSet || channelCount != _channelCount || periodSeconds != _periodSeconds;
        if (!_ended)
        {
            Add(record);
        }
    }

    /// <summary>Adds a row that is not in the tails, and ends the chunk: its end in <paramref name="buffer"/>, or -1 when it did not fit.</summary>
    public int Finish(Record? extra, byte[] buffer, int offset, uint epoch)
    {
        if (extra != null)
        {
            Add(extra);
        }

        int end = _page.EndChunk(_bytes, epoch);
        if (end >= 0)
        {
            Array.Copy(_bytes, 0, buffer, offset, end);
            end += offset;
        }

        Drop();
        return end;
    }

    private void Add(Record record)
    {
        _page.Add(record);
        _next = record.Sequence + 1;
        _boot = record.Boot;
        Rows++;
    }
}
