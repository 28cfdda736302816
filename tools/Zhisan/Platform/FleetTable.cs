using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>The fleet as people read it: whole lines of 80 columns, the most urgent first.</summary>
internal static class FleetTable
{
    private const int MinuteSeconds = 60;
    private const int HourSeconds = 3600;
    private const int DaySeconds = 86_400;
    private static readonly string Header = Line("gateway", "state", "alert", "backlog", "oldest", "days", "time", "open / why");

    /// <summary>The lines of the table, with the level of each.</summary>
    /// <param name="fleet">The gateways.</param>
    /// <param name="most">Most lines for gateways; the others are counted.</param>
    public static IEnumerable<(string Text, AlertLevel Level)> Lines(Fleet fleet, int most)
    {
        IReadOnlyList<FleetEntry> entries = fleet.Entries;
        yield return (Header, AlertLevel.Ok);
        int shown = entries.Count > most ? Math.Max(0, most - 1) : entries.Count;
        foreach (FleetEntry entry in entries.Take(shown))
        {
            yield return (Line(entry), entry.Level);
        }

        if (shown < entries.Count)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"and {entries.Count - shown} more, none more urgent than these"), AlertLevel.Ok);
        }
    }

    /// <summary>The table for a terminal of that height.</summary>
    public static IRenderable Render(Fleet fleet, string title, int height)
    {
        const int LinesAround = 4;
        var rows = new List<IRenderable> { new Text(Fit(title, 79)) };
        rows.AddRange(Lines(fleet, Math.Max(1, height - LinesAround)).Select(line => new Text(line.Text, StyleOf(line.Level))));
        return new Rows(rows);
    }

    /// <summary>A duration in at most five characters.</summary>
    public static string Span(long? seconds) => seconds switch
    {
        null => "-",
        < MinuteSeconds => $"{Math.Max(0, seconds.Value)}s",
        < HourSeconds => $"{seconds / MinuteSeconds}m",
        < 2 * DaySeconds => $"{seconds / HourSeconds}h",
        _ => $"{Math.Min(seconds.Value / DaySeconds, 9999)}d",
    };

    private static Style StyleOf(AlertLevel level) => level switch
    {
        AlertLevel.Watch => new Style(Color.Yellow),
        AlertLevel.Act => new Style(Color.Red),
        AlertLevel.Critical => new Style(Color.White, Color.Red),
        _ => Style.Plain,
    };

    private static string Line(FleetEntry entry) => Line(
        entry.Id.ToString(),
        entry.State.Length > 0 ? entry.State : "-",
        entry.Level.ToString().ToLowerInvariant(),
        entry.Backlog is { } backlog ? Count(backlog) : "-",
        Span(entry.OldestSeconds),
        entry.DaysLeft is { } days ? Math.Clamp(days, 0, 9999).ToString(days < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "-",
        entry.Time.Length > 0 ? entry.Time : "-",
        string.Join(' ', entry.Open.Append(entry.Why).Where(text => text.Length > 0)));

    private static string Line(string gateway, string state, string alert, string backlog, string oldest, string days, string time, string rest) =>
        Fit($"{Fit(gateway, 18),-18} {Fit(state, 7),-7} {Fit(alert, 8),-8} {backlog,7} {oldest,6} {days,4} {Fit(time, 8),-8} {rest}", 79).TrimEnd();

    private static string Count(long count) => count < 100_000
        ? count.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(count / 1000, 99_999)}k");

    private static string Fit(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "~";
}
