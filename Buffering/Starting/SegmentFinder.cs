using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Buffering.Starting;

/// <summary>
/// Sorts the names found at start and finds the newest segment in which a page verifies. Newer names are creations that the
/// power cut short, or damage from end to end: they leave the index. What such a file begins with is still elsewhere: in the
/// tails, or, when it begins with a copy of the open page, in the segment before.
/// </summary>
public sealed class SegmentFinder
{
    // A new epoch must have a tag that no file carries; that many tries always find one on a flash of a few hundred files.
    private const int MostTags = 0x10000;

    private readonly IStore _store;
    private readonly SegmentIndex _index;
    private readonly OrphanList _orphans;
    private readonly byte[] _work;
    private readonly RunHeader _header = new RunHeader();

    /// <summary>Makes a finder that reads through a buffer of somebody else's.</summary>
    public SegmentFinder(IStore store, SegmentIndex index, OrphanList orphans, byte[] work)
    {
        _store = store;
        _index = index;
        _orphans = orphans;
        _work = work;
    }

    /// <summary>The newest segment.</summary>
    public SegmentScan Scan { get; } = new SegmentScan();

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Whether rows may be appended to it: it is whole, and nothing was begun after it.</summary>
    public bool CanAppend { get; private set; } = true;

    /// <summary>First number of the oldest segment; 0 when there is none.</summary>
    public long OldestFirst => _index.Count > 0 ? _index.First(0) : 0;

    /// <summary>Whether bytes at the end of the newest segment do not verify.</summary>
    public bool HasDamagedEnd { get; private set; }

    /// <summary>Last number that chunks cut short say they held; 0 when there are none.</summary>
    public long TornThrough { get; private set; }

    /// <summary>Whether there are bytes behind the last row that say nothing credible about their rows.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>The number behind which those rows were.</summary>
    public long DamagedBehind { get; private set; }

    /// <summary>Rows that verified parts among those bytes hold.</summary>
    public int DamagedRows { get; private set; }

    /// <summary>Files in the store.</summary>
    public int Files { get; private set; }

    /// <summary>Files that are neither the journal's nor the gateway's.</summary>
    public int UnknownFiles { get; private set; }

    /// <summary>Segments of this epoch.</summary>
    public int Segments { get; private set; }

    /// <summary>Segments read whose header does not verify.</summary>
    public int UnreadableSegments { get; private set; }

    /// <summary>Reads that failed for another reason than that there is no such file.</summary>
    public int FailedReads { get; private set; }

    /// <summary>Bytes read from the store.</summary>
    public int BytesRead { get; private set; }

    /// <summary>The given epoch, or the next one whose tag none of the names carries.</summary>
    public static uint UnusedEpoch(uint epoch, string[] names)
    {
        for (int i = 0; i < MostTags && (epoch == 0 || IsTagUsed(SegmentName.Tag(epoch), names)); i++)
        {
            epoch++;
        }

        return epoch;
    }

    /// <summary>Finds an epoch in the header of the newest segment that has a good one; 0 when none has.</summary>
    public uint FindEpoch(string[] names)
    {
        long below = long.MaxValue;
        while (true)
        {
            long newest = NewestBelow(below, names);
            if (newest == 0)
            {
                return 0;
            }

            for (int i = 0; i < names.Length; i++)
            {
                if (SegmentName.TryParse(names[i], out long first, out int _, out int tag) && first == newest)
                {
                    uint epoch = ReadEpoch(names[i]);
                    if (epoch != 0 && SegmentName.Tag(epoch) == tag)
                    {
                        return epoch;
                    }
                }
            }

            below = newest;
        }
    }

    /// <summary>Fills the index and scans for the newest segment; its last page's bytes are in the page afterwards.</summary>
    public bool FindNewest(string[] names, uint epoch, PageWriter page)
    {
        Sort(names, SegmentName.Tag(epoch));
        while (_index.Count > 0)
        {
            int newest = _index.Count - 1;
            Name = _index.Name(newest);
            StoreStatus status = Scan.Run(_store, Name, _index.First(newest), epoch, _work, page);
            BytesRead += Scan.BytesRead;
            FailedReads += status == StoreStatus.Ok || status == StoreStatus.NotFound ? 0 : 1;
            NoteDamage();
            if (status == StoreStatus.Ok && Scan.IsWhole)
            {
                UnreadableSegments += Scan.HeaderStatus == RunHeaderStatus.Ok ? 0 : 1;
                HasDamagedEnd = Scan.HasDamagedEnd;
                CanAppend = CanAppend && !HasDamagedEnd && Scan.HeaderStatus == RunHeaderStatus.Ok;
                return true;
            }

            CanAppend = false;
            UnreadableSegments++;
            _index.RemoveAt(newest);
            if (status == StoreStatus.Ok)
            {
                _orphans.Add(Name);
            }
        }

        page.Close();
        return false;
    }

    private static long NewestBelow(long limit, string[] names)
    {
        long newest = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (SegmentName.TryParse(names[i], out long first, out int _) && first < limit && first > newest)
            {
                newest = first;
            }
        }

        return newest;
    }

    private static bool IsTagUsed(int used, string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (SegmentName.TryParse(names[i], out long _, out int _, out int tag) && tag == used)
            {
                return true;
            }
        }

        return false;
    }

    // Two letters: a tail, or one of the files that the gateway keeps beside the journal.
    private static bool IsKnown(string name)
    {
        if (name == "c0" || name == "c1" || name == "n0" || name == "n1" || name == "x0")
        {
            return true;
        }

        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            if (name == TailSet.Name(i))
            {
                return true;
            }
        }

        return false;
    }

    private uint ReadEpoch(string name)
    {
        StoreStatus status = _store.Read(name, 0, _work, 0, RunHeader.Bytes, out int read);
        FailedReads += status == StoreStatus.Ok || status == StoreStatus.NotFound ? 0 : 1;
        BytesRead += read;
        return status == StoreStatus.Ok && _header.Read(_work, 0, read) == RunHeaderStatus.Ok ? _header.Epoch : 0;
    }

    private void Sort(string[] names, int tag)
    {
        // Room for the segments that are there and those to come before the oldest is freed.
        _index.Clear(names.Length + 4);
        _index.Tag = tag;
        _orphans.Clear(names.Length);
        Files = names.Length;
        UnknownFiles = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (!SegmentName.TryParse(names[i], out long first, out int generation, out int nameTag))
            {
                UnknownFiles += IsKnown(names[i]) ? 0 : 1;
            }
            else if (nameTag == tag)
            {
                _index.Add(first, generation);
            }
            else
            {
                _orphans.Add(names[i]);
            }
        }

        Segments = _index.Count;
    }

    private void NoteDamage()
    {
        if (!Scan.HasDamagedEnd)
        {
            return;
        }

        if (Scan.IsTruncated)
        {
            long through = Scan.LastSequence + Scan.DamagedRows;
            TornThrough = through > TornThrough ? through : TornThrough;
            return;
        }

        HasDamage = true;
        DamagedRows += Scan.DamagedRows;
        DamagedBehind = Scan.LastSequence > DamagedBehind ? Scan.LastSequence : DamagedBehind;
    }
}
