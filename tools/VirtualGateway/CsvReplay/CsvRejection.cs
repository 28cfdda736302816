namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>One line of a recording that was not taken.</summary>
/// <param name="LineNumber">Counted from 1, the header included.</param>
/// <param name="Reason">Why.</param>
/// <param name="Column">The column it failed at, counted from 1, or 0 for the whole line.</param>
public sealed record CsvRejection(int LineNumber, CsvRejectReason Reason, int Column)
{
    /// <summary>For example <c>line 17: BadNumber in column 3</c>.</summary>
    public override string ToString() =>
        Column == 0 ? $"line {LineNumber}: {Reason}" : $"line {LineNumber}: {Reason} in column {Column}";
}
