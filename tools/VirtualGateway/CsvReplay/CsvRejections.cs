using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// Counts all rejected lines of a recording and keeps the first few: a broken file of a million lines needs no more.
/// </summary>
public sealed class CsvRejections
{
    /// <summary>How many are kept one by one.</summary>
    public const int MaxKept = 20;

    private readonly int[] _counts = new int[Enum.GetValues<CsvRejectReason>().Length];
    private readonly List<CsvRejection> _first = [];

    /// <summary>All rejected lines.</summary>
    public int Total => _counts.Sum();

    /// <summary>The first <see cref="MaxKept"/> of them.</summary>
    public IReadOnlyList<CsvRejection> First => _first;

    /// <summary>Lines rejected for one reason.</summary>
    /// <param name="reason">The reason.</param>
    public int Count(CsvRejectReason reason) => _counts[(int)reason];

    /// <summary>
    /// One line for a person, for example <c>2 lines rejected (BadTime 1, BadNumber 1), first: line 17: BadTime in column
    /// 1</c>.
    /// </summary>
    public override string ToString()
    {
        if (Total == 0)
        {
            return "no lines rejected";
        }

        IEnumerable<string> counts = Enum.GetValues<CsvRejectReason>().Where(r => Count(r) > 0).Select(r => $"{r} {Count(r)}");
        return $"{Total} {(Total == 1 ? "line" : "lines")} rejected ({string.Join(", ", counts)}), first: {_first[0]}";
    }

    internal void Add(CsvRejection rejection)
    {
        _counts[(int)rejection.Reason]++;
        if (_first.Count < MaxKept)
        {
            _first.Add(rejection);
        }
    }
}
