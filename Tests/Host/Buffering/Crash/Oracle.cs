using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>
/// Knows what the journal said while it ran, over all its starts, and judges by that what a start finds: I1 (what was reported
/// durable is there), I2 (a number names one record), I3 (what is gone is accounted for), I4 (watermarks).
/// </summary>
public sealed class Oracle
{
    private readonly Dictionary<long, string> _known = [];
    private readonly HashSet<long> _durable = [];
    private readonly HashSet<string> _attempted = [];
    private readonly List<(long First, long Last, byte Cause)> _delivered = [];

    /// <summary>Makes an oracle that knows nothing.</summary>
    public Oracle()
    {
    }

    private Oracle(Oracle other)
    {
        _known = new Dictionary<long, string>(other._known);
        _durable = [.. other._durable];
        _attempted = [.. other._attempted];
        _delivered = [.. other._delivered];
        Acked = other.Acked;
        StorageRefused = other.StorageRefused;
    }

    /// <summary>Everything through this number was acknowledged by the platform.</summary>
    public long Acked { get; private set; }

    /// <summary>Whether the store ever refused a call: numbers may then be lost without a power cut.</summary>
    public bool StorageRefused { get; set; }

    /// <summary>A copy that goes its own way.</summary>
    public Oracle Copy() => new(this);

    /// <summary>The journal is about to be given a scan: it may be there afterwards, whatever becomes of the call.</summary>
    public void Attempt(Record record) => _attempted.Add(WithoutBoot(Sight.Describe(record)));

    /// <summary>The journal reported a record durable.</summary>
    public void Durable(Record record)
    {
        _known[record.Sequence] = Sight.Describe(record);
        _durable.Add(record.Sequence);
    }

    /// <summary>The platform read records and acknowledged them.</summary>
    public void Delivered(Sight sight, long through)
    {
        foreach ((long sequence, string text) in sight.Records.Where(r => r.Key <= through))
        {
            _known[sequence] = text;
        }

        _delivered.AddRange(sight.Covers);
        Acked = through;
    }

    /// <summary>What a start found is a fact from now on: those numbers may never name anything else.</summary>
    public void Learn(Sight sight, long through)
    {
        foreach ((long sequence, string text) in sight.Records.Where(r => r.Key <= through))
        {
            _known[sequence] = text;
        }
    }

    /// <summary>Judges a journal just opened, and everything that can be read from it after a seal.</summary>
    public IEnumerable<Violation> Judge(Watermarks opened, Sight sight)
    {
        foreach (Violation violation in sight.Violations)
        {
            yield return violation;
        }

        if (sight.ChainBreaks > 0)
        {
            yield return new Violation("chain", $"{sight.ChainBreaks} pages do not follow from the page before");
        }

        foreach ((long first, long last) in sight.Damaged)
        {
            yield return new Violation("I5", $"{first}..{last} reported damaged after a mere power cut");
        }

        foreach ((long sequence, string text) in sight.Records)
        {
            if (_known.TryGetValue(sequence, out string? known) && known != text)
            {
                yield return new Violation("I2", $"{sequence} was '{known}' and is '{text}'");
            }
        }

        foreach ((long sequence, string text) in sight.Records.Where(r => r.Value.StartsWith("scan", StringComparison.Ordinal)))
        {
            if (!_attempted.Contains(WithoutBoot(text)))
            {
                yield return new Violation("I5", $"{sequence} was never taken: '{text}'");
            }
        }

        foreach (long sequence in _durable.Where(s => s > Acked && !sight.Records.ContainsKey(s)))
        {
            bool thinned = sight.Covers.Any(c => c.First <= sequence && sequence <= c.Last && c.Cause <= LossCause.RingFull);
            if (!thinned)
            {
                yield return new Violation("I1", $"{sequence} was durable and is gone: '{_known[sequence]}'"
                    + string.Concat(sight.Covers.Where(c => c.First <= sequence && sequence <= c.Last).Select(c => $" covered {c}")));
            }
        }

        foreach ((long first, long last, byte cause) in sight.Covers.Where(c => c.Cause > LossCause.RingFull))
        {
            bool lied = !StorageRefused && sight.Records.Keys.Any(s => first <= s && s <= last);
            if (lied)
            {
                yield return new Violation("I3", $"{first}..{last} declared lost ({cause}) but there");
            }
        }

        for (long sequence = Acked + 1; sequence <= opened.Durable; sequence++)
        {
            // A number that the store refused, and of which a power cut destroyed the memory before the store worked again, never
            // named anything: the unbroken chain around it says so.
            bool accounted = sight.Records.ContainsKey(sequence) || sight.IsCovered(sequence)
                || _delivered.Any(c => c.First <= sequence && sequence <= c.Last)
                || (StorageRefused && !_durable.Contains(sequence));
            if (!accounted)
            {
                yield return new Violation("I3", $"{sequence} is neither there nor accounted for");
            }
        }

        long highest = _known.Count == 0 ? 0 : _known.Keys.Max();
        if (opened.Durable < highest || opened.Appended != opened.Durable || opened.Freed > opened.Acked)
        {
            yield return new Violation("I4", $"opened at {opened.Durable} after {highest} was known");
        }
    }

    // The journal says the boot when it takes the record.
    private static string WithoutBoot(string text) => text[text.IndexOf(" t", StringComparison.Ordinal)..];
}
