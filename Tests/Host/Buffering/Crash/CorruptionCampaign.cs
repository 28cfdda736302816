using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>
/// Takes a small journal with segments, an open page and tails, damages one file in one place, and starts from that: the start
/// succeeds, everything outside of the damage is kept, everything inside is accounted for, no number changes its meaning, and
/// the chain breaks exactly where sealed pages are missing.
/// </summary>
public sealed class CorruptionCampaign
{
    private const uint Epoch = 0x5EED0003;
    private const int Steps = 118;
    private const int MostViolations = 20;
    private const int MostSeals = 20;

    private readonly JournalOptions _options = Script.Options(8);
    private readonly SimStore _store = new();
    private readonly Dictionary<long, string> _known;
    private readonly List<(string File, int Start, int End, long First, long Last, bool Sealed)> _pages = [];
    private readonly long _durable;

    /// <summary>Makes the journal that is damaged again and again.</summary>
    public CorruptionCampaign()
    {
        var script = new Script(5, false);
        var oracle = new Oracle();
        var journal = new Journal(_store, _options, Script.Key);
        journal.Open(Epoch);
        Script.SetChannels(journal, 0);
        journal.StartBoot(new BootBody { Firmware = "0.1.0" }, 3);
        for (int step = 0; step < Steps; step++)
        {
            Violations.AddRange(script.Do(step, 10 + (step * 60), journal, oracle).Select(v => v.ToString()));
            if (step % 25 == 24 && step < 100)
            {
                journal.Seal();
            }
        }

        _durable = journal.Watermarks.Durable;
        _known = Sight.OfAll(journal, _store, Script.Key).Records;
        foreach (string name in _store.Names.Where(n => n[0] == 's'))
        {
            FindPages(name, journal.Epoch);
        }
    }

    /// <summary>Damaged journals started.</summary>
    public int Cases { get; private set; }

    /// <summary>What was found.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Flips one bit in each byte of each file, or each bit.</summary>
    public void FlipBits(bool every)
    {
        foreach (string name in Files())
        {
            byte[] bytes = _store[name];
            for (int bit = 0; bit < bytes.Length * 8; bit += every ? 1 : 9)
            {
                byte[] damaged = (byte[])bytes.Clone();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                Try(name, damaged, bit / 8, (bit / 8) + 1, $"bit {bit}");
            }
        }
    }

    /// <summary>Overwrites bursts of the given length with noise.</summary>
    public void Burst(int length, int stride)
    {
        var random = new Random(length);
        foreach (string name in Files())
        {
            byte[] bytes = _store[name];
            for (int start = 0; start < bytes.Length; start += stride)
            {
                byte[] damaged = (byte[])bytes.Clone();
                int end = Math.Min(bytes.Length, start + length);
                random.NextBytes(damaged.AsSpan(start, end - start));
                Try(name, damaged, start, end, $"burst of {length} from {start}");
            }
        }
    }

    /// <summary>Cuts files short, to nothing too, and removes them.</summary>
    public void Truncate(int stride)
    {
        foreach (string name in Files())
        {
            byte[] bytes = _store[name];
            Try(name, null, 0, bytes.Length, "removed");
            for (int length = 0; length < bytes.Length; length += stride)
            {
                Try(name, bytes[..length], length, bytes.Length, $"cut to {length} bytes");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Cases} cases, {Violations.Count} violations"
        + string.Concat(Violations.Take(MostViolations).Select(v => Environment.NewLine + v));

    private string[] Files() => _store.Names.ToArray();

    private void FindPages(string name, uint epoch)
    {
        var reader = new PageReader(JournalLimits.MaxChannels);
        byte[] bytes = _store[name];
        int offset = RunHeader.Bytes;
        while (reader.Find(bytes, offset, bytes.Length, epoch) == PageStatus.Ok)
        {
            _pages.Add((name, offset, reader.End, reader.Header.FirstSequence, reader.LastSequence, true));
            offset = reader.End;
        }

        if (reader.Length > 0)
        {
            _pages.Add((name, offset, bytes.Length, reader.Header.FirstSequence, reader.LastSequence, false));
        }
    }

    private void Try(string name, byte[]? damaged, int start, int end, string what)
    {
        Cases++;
        SimStore store = _store.AfterCut();
        if (damaged == null)
        {
            store.Remove(name);
        }
        else
        {
            store[name] = damaged;
        }

        try
        {
            var journal = new Journal(store, _options, Script.Key);
            Check(journal.Open(Epoch + 1) == StoreStatus.Ok, "did not start", name, what);
            long opened = journal.Watermarks.Durable;
            Script.SetChannels(journal, Steps);
            journal.StartBoot(new BootBody { Firmware = "judge" }, 0);
            for (int i = 0; i < MostSeals && journal.UnsealedRows > 0; i++)
            {
                journal.Seal();
            }

            bool vanished = name[0] == 't' && (damaged == null || damaged.Length == 0);
            Judge(journal, store, opened, vanished, name, start, end, what);
        }
        catch (Exception broken) when (broken is not PowerCut)
        {
            Check(false, $"{broken.GetType().Name}: {broken.Message}", name, what);
        }
    }

    // Of a tail that vanished nothing on flash can tell that it ever was. Its rows were in no page, so the platform never saw them.
    private void Judge(Journal journal, SimStore store, long opened, bool vanished, string name, int start, int end, string what)
    {
        Sight sight = Sight.OfAll(journal, store, Script.Key, true);
        Check(opened >= _durable || vanished, $"I2: {opened} used, {_durable} were", name, what);
        Check(sight.Violations.Count == 0, string.Join("; ", sight.Violations), name, what);
        bool sealedMissing = false;
        foreach ((long sequence, string text) in _known)
        {
            if (sight.Records.TryGetValue(sequence, out string? found))
            {
                Check(found == text || (vanished && sequence > opened), $"I2: {sequence} was '{text}' and is '{found}'", name, what);
                continue;
            }

            var page = _pages.LastOrDefault(p => p.First <= sequence && sequence <= p.Last);
            bool touched = page.File == null ? name[0] == 't' : page.File == name && Costs(start, end, page.Start, page.End);
            Check(touched, $"{sequence} is gone, which was not in the damage: '{text}'", name, what);
            bool accounted = sight.IsCovered(sequence) || sight.Damaged.Any(d => d.First <= sequence && sequence <= d.Last);
            Check(accounted, $"I3: {sequence} is neither there nor accounted for", name, what);
            // A page that was still open is chained to the last one that is there.
            sealedMissing |= page.Sealed && _pages.Any(p => p.Sealed && p.First > page.Last && sight.Records.ContainsKey(p.First));
        }

        Check(sealedMissing == sight.ChainBreaks > 0, $"pages missing: {sealedMissing}; chain breaks: {sight.ChainBreaks}", name, what);
    }

    // Damage costs the pages it touches. Where it takes rows of a page and its seal, nobody can say what the page behind was chained to.
    private bool Costs(int start, int end, int pageStart, int pageEnd)
    {
        bool isTouched = start < pageEnd && pageStart < end;
        bool isUnproved = start < pageStart - Chunk.SealBytes && pageStart - Chunk.SealBytes < end && pageStart > RunHeader.Bytes;
        return isTouched || isUnproved;
    }

    private void Check(bool holds, string violation, string name, string what)
    {
        if (!holds)
        {
            Violations.Add($"{name} {what}: {violation}");
        }
    }
}
