using System;
using ZhiSan.Edge.Buffering.Starting;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// The newest segment as a file: appends to it, begins the next one, and never writes behind bytes of which it does not know
/// what they are.
/// </summary>
public sealed class SegmentFile
{
    private const int ProbeBytes = 64;

    private readonly IStore _store;
    private readonly SegmentIndex _index;
    private readonly OrphanList _orphans;
    private readonly Watermarks _watermarks;
    private readonly RunHeader _header = new RunHeader();
    private readonly byte[] _probe = new byte[ProbeBytes];

    private string _name = string.Empty;
    private string _leftover = string.Empty;
    private long _leftoverFirst;
    private int _leftoverGeneration;

    /// <summary>Makes it without a segment.</summary>
    public SegmentFile(IStore store, SegmentIndex index, OrphanList orphans, Watermarks watermarks)
    {
        _store = store;
        _index = index;
        _orphans = orphans;
        _watermarks = watermarks;
    }

    /// <summary>Epoch of everything written.</summary>
    public uint Epoch { get; set; }

    /// <summary>Whether the segment can be appended to; otherwise the next write begins a new one.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Durable bytes of the segment.</summary>
    public int Length { get; private set; }

    /// <summary>Appends and creations so far.</summary>
    public long Writes { get; private set; }

    /// <summary>Goes on with a segment after recovery.</summary>
    public void Resume(string name, int length, bool canAppend)
    {
        _name = name;
        Length = length;
        IsOpen = canAppend;
        _leftover = string.Empty;
    }

    /// <summary>The next write begins a new segment.</summary>
    public void Close() => IsOpen = false;

    /// <summary>
    /// Writes the first bytes of the buffer: at the end of the segment, or, when none is open, into a new one for which the
    /// caller has left room for a <see cref="RunHeader"/>. After a failure the segment is closed.
    /// </summary>
    public StoreStatus Write(long firstSequence, byte[] buffer, int count, byte[] previousMac)
    {
        StoreStatus status = IsOpen
            ? Append(buffer, count)
            : Begin(firstSequence, buffer, count, previousMac);
        if (status != StoreStatus.Ok)
        {
            IsOpen = false;
            return status == StoreStatus.NotFound ? StoreStatus.Failed : status;
        }

        Writes++;
        Length = IsOpen ? Length + count : count;
        IsOpen = true;
        return StoreStatus.Ok;
    }

    // A call that failed may have done all the same what it should. Taken for undone, the page that it sealed would be found at the next
    // start, and nothing written since would follow from it.
    private StoreStatus Append(byte[] buffer, int count)
    {
        StoreStatus status = _store.Append(_name, buffer, 0, count);
        for (int i = 0; status != StoreStatus.Ok && i < count; i += ProbeBytes)
        {
            int part = count - i < ProbeBytes ? count - i : ProbeBytes;
            if (_store.Read(_name, Length + i, _probe, 0, part, out int read) != StoreStatus.Ok || read < part
                || !AreEqual(buffer, i, _probe, part))
            {
                return status;
            }
        }

        return StoreStatus.Ok;
    }

    private static bool AreEqual(byte[] one, int offset, byte[] other, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (one[offset + i] != other[i])
            {
                return false;
            }
        }

        return true;
    }

    private StoreStatus Begin(long firstSequence, byte[] buffer, int count, byte[] previousMac)
    {
        // Whatever a failed creation left behind goes before the next is tried: there is never more than one such file.
        if (!RemoveLeftover())
        {
            return StoreStatus.Failed;
        }

        int latest = LatestGeneration(firstSequence);
        if (_index.Count == _index.Capacity || latest == SegmentName.MaxGeneration)
        {
            RemoveSuperseded();
        }

        if (_index.Count == _index.Capacity || !FindFreeName(firstSequence, out string name, out int generation))
        {
            return StoreStatus.Full;
        }

        // Likewise what the start found: between two segments it would hide the end of the first.
        while (_orphans.FindTagged(_index.Tag, out string orphan))
        {
            StoreStatus deleted = _store.Delete(orphan);
            if (deleted != StoreStatus.Ok && deleted != StoreStatus.NotFound)
            {
                return StoreStatus.Failed;
            }

            _orphans.Remove(orphan);
        }

        _header.Epoch = Epoch;
        _header.FirstSequence = firstSequence;
        _header.HeldFrom = _watermarks.Freed < firstSequence ? _watermarks.Freed + 1 : firstSequence;
        _header.FirstWriteBytes = count;
        Array.Copy(previousMac, 0, _header.PreviousMac, 0, JournalLimits.MacBytes);
        _header.Write(buffer, 0);
        StoreStatus status = _store.Write(name, buffer, 0, count);
        if (status != StoreStatus.Ok)
        {
            _leftover = name;
            _leftoverFirst = firstSequence;
            _leftoverGeneration = generation;
            RemoveLeftover();
            return status;
        }

        if (generation < latest && !RemoveGenerations(firstSequence))
        {
            _leftover = name;
            _leftoverFirst = firstSequence;
            _leftoverGeneration = generation;
            RemoveLeftover();
            return StoreStatus.Failed;
        }

        _index.Add(firstSequence, generation);
        _name = name;
        RemoveSuperseded();
        return StoreStatus.Ok;
    }

    // A segment that begins with the same number holds a copy of the same open page and nothing else: the newest is enough. Left to
    // pile up while a flash fails now and then, they would take the place of rows, and in the end every place there is.
    private void RemoveSuperseded()
    {
        for (int older = _index.Count - 2; older >= 0 && _index.First(older) == _index.First(older + 1); older--)
        {
            StoreStatus status = _store.Delete(_index.Name(older));
            if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
            {
                return;
            }

            _index.RemoveAt(older);
        }
    }

    private int LatestGeneration(long firstSequence)
    {
        int newest = _index.Count - 1;
        return newest >= 0 && _index.First(newest) == firstSequence ? _index.Generation(newest) : -1;
    }

    // The letters began again: as long as a later one is there, it would be taken for the newest. It goes last, so that a copy of the
    // page is there at every moment.
    private bool RemoveGenerations(long firstSequence)
    {
        int at = _index.Count - 1;
        while (at > 0 && _index.First(at - 1) == firstSequence)
        {
            at--;
        }

        while (at < _index.Count)
        {
            string name = _index.Name(at);
            StoreStatus status = _store.Delete(name);
            if (status != StoreStatus.Ok && status != StoreStatus.NotFound
                && _store.Read(name, 0, _probe, 0, 1, out int _) != StoreStatus.NotFound)
            {
                return false;
            }

            _index.RemoveAt(at);
        }

        return true;
    }

    private bool RemoveLeftover()
    {
        if (_leftover.Length == 0)
        {
            return true;
        }

        StoreStatus status = _store.Delete(_leftover);
        if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
        {
            return false;
        }

        _leftover = string.Empty;
        return true;
    }

    // A name that exists belongs to a segment cut short or damaged: it is passed over, never written over. Nor is one that was
    // just deleted used at once: the file system may bring the two steps to flash in the other order. Behind the last letter the
    // first ones are free again.
    private bool FindFreeName(long firstSequence, out string name, out int generation)
    {
        int latest = LatestGeneration(firstSequence);
        int behind = _orphans.GenerationBehind(firstSequence, _index.Tag);
        behind = behind > latest ? behind : latest + 1;
        name = string.Empty;
        for (generation = behind; generation <= SegmentName.MaxGeneration; generation++)
        {
            if (IsFree(firstSequence, generation, out name))
            {
                return true;
            }
        }

        for (generation = 0; generation < latest; generation++)
        {
            if (IsFree(firstSequence, generation, out name))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsFree(long firstSequence, int generation, out string name)
    {
        name = SegmentName.Format(firstSequence, generation, _index.Tag);
        bool justDeleted = firstSequence == _leftoverFirst && generation == _leftoverGeneration;
        return !justDeleted && _store.Read(name, 0, _probe, 0, 1, out int _) == StoreStatus.NotFound;
    }
}
