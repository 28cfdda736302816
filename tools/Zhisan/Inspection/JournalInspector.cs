using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>
/// Reads the files of a journal as an examiner does: everything, whatever its state, and never writes. Every record is given to
/// a visitor once.
/// </summary>
internal sealed class JournalInspector : IRecordVisitor
{
    // What the gateway keeps beside the journal: configuration, last command, scratch.
    private static readonly string[] Gateways = ["c0", "c1", "n0", "n1", "x0"];

    private readonly SortedDictionary<string, byte[]> _files;
    private readonly PageAuthenticator? _authenticator;
    private readonly IRecordVisitor? _visitor;
    private readonly JournalInspection _found = new();
    private readonly PageReader _reader = new(JournalLimits.MaxChannels);
    private readonly LostBody _lost = new();
    private readonly ThinnedBody _thinned = new();
    private readonly SortedSet<long> _numbers = [];
    private byte[] _previousMac = new byte[JournalLimits.MacBytes];

    /// <param name="path">A folder or an image: see <see cref="FlashFiles"/>.</param>
    /// <param name="key">The gateway's key, or null: the chain is then not checked.</param>
    /// <param name="visitor">Sees every record once, or null.</param>
    public JournalInspector(string path, byte[]? key, IRecordVisitor? visitor)
    {
        _files = FlashFiles.Load(path);
        _authenticator = key == null ? null : new PageAuthenticator(key);
        _visitor = visitor;
    }

    public JournalInspection Run()
    {
        var segments = new List<(long First, int Generation, string Name)>();
        foreach (string name in _files.Keys)
        {
            if (SegmentName.TryParse(name, out long first, out int generation))
            {
                segments.Add((first, generation, name));
            }
            else if (!IsTail(name) && !Gateways.Contains(name))
            {
                _found.UnknownFiles.Add(name);
            }
        }

        segments.Sort();
        _found.Segments = segments.Count;
        List<(Tail Tail, string Name, int Unreadable)> tails = ReadTails();
        uint hint = tails.Select(tail => tail.Tail.PeekEpoch(JournalLimits.MaxTailBytes)).FirstOrDefault();
        for (int i = 0; i < segments.Count; i++)
        {
            long limit = i + 1 < segments.Count ? segments[i + 1].First : long.MaxValue;
            ReadSegment(segments[i].Name, limit, hint);
        }

        foreach ((Tail tail, string name, int unreadable) in tails.OrderBy(tail => tail.Tail.FirstSequence))
        {
            VisitTail(tail, name, unreadable);
        }

        Summarize();
        return _found;
    }

    public void Visit(Record record)
    {
        if (!_numbers.Add(record.Sequence))
        {
            return;
        }

        if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            _found.AccountedFor.Add(new SequenceRange(_lost.FirstSequence, _lost.LastSequence, "lost: " + CauseName(_lost.Cause)));
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record))
        {
            _found.AccountedFor.Add(new SequenceRange(_thinned.FirstSequence, _thinned.LastSequence, "thinned"));
        }

        _visitor?.Visit(record);
    }

    private void ReadSegment(string name, long limit, uint epochHint)
    {
        byte[] bytes = _files[name];
        _found.Bytes += bytes.Length;
        var header = new RunHeader();
        RunHeaderStatus status = header.Read(bytes, 0, bytes.Length);
        uint epoch = status == RunHeaderStatus.Ok ? header.Epoch : _found.Epoch ?? epochHint;
        if (status != RunHeaderStatus.Ok)
        {
            _found.Problems.Add($"{name}: header {Words(status)}");
        }
        else
        {
            _previousMac = (byte[])header.PreviousMac.Clone();
        }

        _found.Epoch ??= epoch == 0 ? null : epoch;
        int offset = Math.Min(RunHeader.Bytes, bytes.Length);
        while (true)
        {
            PageStatus page = _reader.Find(bytes, offset, bytes.Length, epoch);
            if (page == PageStatus.End)
            {
                return;
            }

            bool usable = page == PageStatus.Ok || (page == PageStatus.Unsealed && _reader.Length > 0);
            if (usable && _reader.Header.FirstSequence >= limit)
            {
                // Copied into the next segment after a torn write; that copy counts.
                return;
            }

            if (usable)
            {
                TakePage(name, page == PageStatus.Ok);
            }

            int next = page == PageStatus.Ok ? _reader.End : FindPage(bytes, Math.Max(_reader.End, offset + 1), epoch);
            if (page != PageStatus.Ok && (page != PageStatus.Unsealed || _reader.End < bytes.Length))
            {
                _found.Problems.Add($"{name}: {Words(page)} at byte {_reader.End}");
            }

            if (next < 0)
            {
                return;
            }

            offset = next;
        }
    }

    private void TakePage(string name, bool isSealed)
    {
        string mac = "unchecked";
        if (isSealed && _authenticator != null)
        {
            mac = _reader.Verify(_authenticator, _previousMac) ? "verified" : "mismatch";
            if (mac == "mismatch")
            {
                _found.Problems.Add($"{name}: the chain breaks at page {_reader.Header.FirstSequence}..{_reader.LastSequence}: "
                    + "altered, or not this gateway's key");
            }
        }

        _previousMac = (byte[])_reader.Mac.Clone();
        _found.Pages.Add(new PageInfo(
            name, _reader.Offset, _reader.Length, _reader.Header.FirstSequence, _reader.LastSequence, _reader.Header.Boot, isSealed, mac));
        _reader.Decode(this);
    }

    private int FindPage(byte[] bytes, int from, uint epoch)
    {
        var chunk = new Chunk();
        for (int i = from; i < bytes.Length; i++)
        {
            if (chunk.Read(bytes, i, bytes.Length, epoch) == ChunkStatus.Ok && chunk.Type == ChunkType.Open)
            {
                return i;
            }
        }

        return -1;
    }

    private List<(Tail Tail, string Name, int Unreadable)> ReadTails()
    {
        var tails = new List<(Tail, string, int)>();
        for (int i = 0; i < JournalLimits.TailCount; i++)
        {
            if (!_files.TryGetValue(TailSet.Name(i), out byte[]? bytes))
            {
                continue;
            }

            _found.Bytes += bytes.Length;
            var tail = new Tail();
            int kept = Math.Min(bytes.Length, JournalLimits.MaxTailBytes);
            Array.Copy(bytes, tail.Bytes, kept);
            if (tail.Load(kept, tail.PeekEpoch(kept), new Record(), out int unreadable))
            {
                tails.Add((tail, TailSet.Name(i), unreadable + bytes.Length - kept));
            }
            else if (bytes.Length > 0)
            {
                _found.Problems.Add($"{TailSet.Name(i)}: {bytes.Length} bytes that verify as no rows");
            }
        }

        return tails;
    }

    private static bool IsTail(string name) => name.Length == 2 && name[0] == 't' && name[1] >= '0' && name[1] < '0' + JournalLimits.TailCount;

    private void VisitTail(Tail tail, string name, int unreadable)
    {
        _found.Epoch ??= tail.PeekEpoch(tail.Length);
        if (unreadable > 0 && !_numbers.Contains(tail.NextSequence))
        {
            _found.Problems.Add($"{name}: {unreadable} bytes behind its rows do not verify");
        }

        long before = _numbers.Count;
        var record = new Record();
        tail.Rewind();
        while (tail.ReadNext(record))
        {
            Visit(record);
        }

        _found.Tails += _numbers.Count > before ? 1 : 0;
    }

    private void Summarize()
    {
        _found.Records = _numbers.Count;
        long first = 0;
        long last = 0;
        foreach (long number in _numbers)
        {
            if (last == 0 || number != last + 1)
            {
                AddPresent(first, last);
                AddMissing(last == 0 ? number : last + 1, number - 1);
                first = number;
            }

            last = number;
        }

        AddPresent(first, last);
    }

    private void AddPresent(long first, long last)
    {
        if (last > 0)
        {
            _found.Present.Add(new SequenceRange(first, last, "present"));
        }
    }

    private void AddMissing(long first, long last)
    {
        while (first <= last)
        {
            SequenceRange? cover = _found.AccountedFor.FirstOrDefault(range => range.First <= first && range.Last >= first);
            if (cover == null)
            {
                long next = _found.AccountedFor.Where(range => range.First > first).Select(range => range.First).DefaultIfEmpty(last + 1).Min();
                long end = Math.Min(last, next - 1);
                _found.Missing.Add(new SequenceRange(first, end, "missing"));
                first = end + 1;
            }
            else
            {
                first = cover.Last + 1;
            }
        }
    }

    private static string CauseName(byte cause) => cause switch
    {
        LossCause.RingFull => "ring full",
        LossCause.Damaged => "damaged",
        LossCause.StorageFailed => "storage failed",
        LossCause.TornWrite => "torn write",
        _ => $"cause {cause}",
    };

    private static string Words(RunHeaderStatus status) => status switch
    {
        RunHeaderStatus.Truncated => "is cut short",
        RunHeaderStatus.Foreign => "is not a journal's",
        RunHeaderStatus.UnknownVersion => "is of a later version",
        RunHeaderStatus.CheckFailed => "does not verify",
        _ => "has a number out of range",
    };

    private static string Words(PageStatus status) => status switch
    {
        PageStatus.Unsealed => "bytes that end no page",
        PageStatus.CheckFailed => "a check that does not match",
        PageStatus.OverLimit => "a page over the limits",
        _ => "bytes that begin no page",
    };
}
