using System;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering.Starting;

/// <summary>Reads the tail files at start and says which of their rows count, and how many may have been lost.</summary>
public sealed class TailLoader
{
    private readonly IStore _store;
    private readonly TailSet _tails;
    private readonly byte[] _work;
    private readonly Record _scratch = new Record();
    private readonly int[] _unreadable = new int[JournalLimits.TailCount];

    /// <summary>Makes a loader that reads through a buffer of somebody else's.</summary>
    public TailLoader(IStore store, TailSet tails, byte[] work)
    {
        _store = store;
        _tails = tails;
        _work = work;
    }

    /// <summary>Reads that failed for another reason than that there is no such file.</summary>
    public int FailedReads { get; private set; }

    /// <summary>Bytes read from the store.</summary>
    public int BytesRead { get; private set; }

    /// <summary>Bytes that verify as nothing.</summary>
    public int UnreadableBytes { get; private set; }

    /// <summary>Upper bound of the rows, newer than all that verify, that the unreadable bytes may have held.</summary>
    public int UnreadableRows { get; private set; }

    /// <summary>Tails of another epoch.</summary>
    public int ForeignTails { get; private set; }

    /// <summary>Reads all tails; returns the epoch of the newest that verifies, or 0.</summary>
    public uint Load()
    {
        _tails.Reset();
        uint epoch = 0;
        long newest = 0;
        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            Tail tail = _tails.File(i);
            StoreStatus status = _store.Read(TailSet.Name(i), 0, _work, 0, JournalLimits.MaxTailBytes + 1, out int length);
            if (status != StoreStatus.Ok)
            {
                FailedReads += status == StoreStatus.NotFound ? 0 : 1;
                continue;
            }

            int kept = length > tail.Bytes.Length ? tail.Bytes.Length : length;
            Array.Copy(_work, 0, tail.Bytes, 0, kept);
            bool any = tail.Load(kept, tail.PeekEpoch(kept), _scratch, out int unreadable);
            BytesRead += length;
            _unreadable[i] = unreadable + length - kept;
            UnreadableBytes += _unreadable[i];
            if (any && tail.NextSequence > newest)
            {
                newest = tail.NextSequence;
                epoch = tail.PeekEpoch(kept);
            }
        }

        return epoch;
    }

    /// <summary>
    /// Takes the rows behind <paramref name="end"/> into the tail set; the others are leftovers of a move. Returns the highest
    /// acknowledged number that a tail of the epoch names.
    /// </summary>
    public long Adopt(uint epoch, long end)
    {
        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            Tail tail = _tails.File(i);
            if (tail.Rows == 0)
            {
                NoteUnreadable(i, _unreadable[i] - JournalLimits.MinTailHeaderBytes);
            }
            else if (tail.PeekEpoch(tail.Bytes.Length) != epoch)
            {
                ForeignTails++;
                tail.Clear();
            }
            else
            {
                _tails.FoundAcked(tail.Acked);
                _tails.Adopt(i);
            }
        }

        _tails.DropDoubles(end);
        if (_tails.Count > 0)
        {
            // Behind the newest rows only: what is missing behind others shows as a gap.
            for (int i = 0; i < JournalLimits.TailCount; i++)
            {
                if (_tails.File(i) == _tails[_tails.Count - 1])
                {
                    NoteUnreadable(i, _unreadable[i]);
                }
            }
        }

        return _tails.DurableAcked;
    }

    // Not one whole row needs to be there for a number to have been meant.
    private void NoteUnreadable(int index, int bytes)
    {
        if (_unreadable[index] > 0)
        {
            int rows = bytes <= 0 ? 1 : (bytes + JournalLimits.MinTailRowBytes - 1) / JournalLimits.MinTailRowBytes;
            UnreadableRows += rows;
            _tails.MarkDamaged(index);
        }
    }
}
