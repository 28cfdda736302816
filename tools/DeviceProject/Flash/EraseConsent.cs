using System;
using System.Globalization;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>
/// Whether an erase may go on. It takes the journal with it, so it is refused while unsent records may exist, unless they were
/// evacuated or a person says in words, with the number, that they may go.
/// </summary>
public static class EraseConsent
{
    /// <summary>The words that permit it; the number in them cannot be typed in one's sleep.</summary>
    /// <param name="backlog">What the gateway said.</param>
    public static string Words(Backlog backlog)
    {
        ArgumentNullException.ThrowIfNull(backlog);
        return backlog.IsKnown
            ? string.Create(CultureInfo.InvariantCulture, $"erase {backlog.UnsentRecords} unsent records")
            : "erase an unknown number of unsent records";
    }

    /// <summary>Why an erase is refused, and what to do; null when it may go on.</summary>
    /// <param name="backlog">What the gateway said.</param>
    /// <param name="evacuatedRecords">How many records were evacuated and verified just before; 0 for none.</param>
    /// <param name="words">What the person typed, or null.</param>
    public static string? WhyNot(Backlog backlog, long evacuatedRecords, string? words)
    {
        ArgumentNullException.ThrowIfNull(backlog);
        bool nothingToLose = backlog is { IsKnown: true, UnsentRecords: 0 };
        bool evacuated = backlog.IsKnown && evacuatedRecords >= backlog.UnsentRecords;
        if (nothingToLose || evacuated || words?.Trim() == Words(backlog))
        {
            return null;
        }

        string what = backlog.IsKnown
            ? string.Create(CultureInfo.InvariantCulture, $"the gateway holds {backlog.UnsentRecords} records that the platform does not have")
            : "the gateway does not say whether it holds unsent records";
        return $"{what}, and this erases them: evacuate them first (zhisan evacuate --out FILE), or confirm with --confirm \"{Words(backlog)}\"";
    }
}
