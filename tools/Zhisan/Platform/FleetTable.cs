using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>
/// The fleet as people read it, within 80 columns, the most urgent first: a line of figures for each gateway, and below it, for one that
/// is not all right, what is open and why.
/// </summary>
internal static class FleetTable
{
    private const int Width = 79;
    private const int NameWidth = 30;
    private const int MinuteSeconds = 60;
    private const int HourSeconds = 3600;
    private const int DaySeconds = 86_400;
    private const long LastUtc = 253_402_300_799;
    private static readonly string Header = Line("gateway", "state", "alert", "backlog", "oldest", "days", "time");

    /// <summary>The lines of the table, with the level of each.</summary>
    /// <param name="fleet">The gateways.</param>
    /// <param name="most">Most lines below the header; the gateways that find no room are counted.</param>
    public static IEnumerable<(string Text, AlertLevel Level)> Lines(Fleet fleet, int most)
    {
        List<(string[] Lines, AlertLevel Level)> blocks = [.. fleet.Entries.Select(entry => (Block(entry), entry.Level))];
        int shown = Fitting(blocks, most);
        shown = shown < blocks.Count ? Fitting(blocks, most - 1) : shown;
        yield return (Header, AlertLevel.Ok);
        foreach ((string[] lines, AlertLevel level) in blocks.Take(shown))
        {
            foreach (string line in lines)
            {
                yield return (line, level);
            }
        }

        if (shown < blocks.Count)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"and {blocks.Count - shown} more, none more urgent than these"), AlertLevel.Ok);
        }
    }

    /// <summary>The table for a terminal of that size; what is too wide is cut, not wrapped.</summary>
    public static IRenderable Render(Fleet fleet, string title, int width, int height)
    {
        const int LinesAround = 3;
        int room = Math.Clamp(width - 1, 1, Width);
        var rows = new List<IRenderable> { new Text(Fit(title, room).PadRight(room)) };
        rows.AddRange(Lines(fleet, Math.Max(1, height - LinesAround)).Select(line => new Text(Fit(line.Text, room).PadRight(room), StyleOf(line.Level))));
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

    private static int Fitting(List<(string[] Lines, AlertLevel Level)> blocks, int most)
    {
        int count = 0;
        for (int used = 0; count < blocks.Count && used + blocks[count].Lines.Length <= most; count++)
        {
            used += blocks[count].Lines.Length;
        }

        return count;
    }

    private static string[] Block(FleetEntry entry)
    {
        string detail = Detail(entry);
        return detail.Length == 0 ? [Line(entry)] : [Line(entry), Fit("    " + detail, Width)];
    }

    private static string Line(FleetEntry entry) => Line(
        Name(entry.Id.ToString()),
        entry.State.Length > 0 ? entry.State : "-",
        entry.Level.ToString().ToLowerInvariant(),
        entry.Backlog is { } backlog ? Count(backlog) : "-",
        entry.Backlog == 0 ? "-" : Span(entry.OldestSeconds),
        entry.DaysLeft is { } days ? Math.Clamp(days, 0, 9999).ToString(days < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "-",
        entry.Time.Length > 0 ? entry.Time : "-");

    private static string Line(string gateway, string state, string alert, string backlog, string oldest, string days, string time) =>
        Fit($"{Fit(gateway, NameWidth),-NameWidth} {Fit(state, 7),-7} {Fit(alert, 8),-8} {backlog,7} {oldest,6} {days,4} {Fit(time, 8)}", Width);

    // What an offline gateway says of itself is as old as its last heartbeat.
    private static string Detail(FleetEntry entry)
    {
        var parts = new List<string>();
        if (entry.Why.Length > 0)
        {
            parts.Add(entry.Why);
        }

        if (entry.State == "offline" && entry.Utc is >= 0 and <= LastUtc)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"last heartbeat {DateTimeOffset.FromUnixTimeSeconds(entry.Utc.Value):yyyy-MM-dd HH:mm} UTC"));
        }

        if (entry.Open.Count > 0)
        {
            parts.Add("open: " + string.Join(", ", entry.Open));
        }

        return string.Join("; ", parts);
    }

    // Of a long name both ends tell gateways apart.
    private static string Name(string name)
    {
        const int Kept = NameWidth - 1;
        return name.Length <= NameWidth ? name : string.Concat(name.AsSpan(0, Kept / 3), "~", name.AsSpan(name.Length - (Kept - (Kept / 3))));
    }

    private static string Count(long count) => count < 100_000
        ? count.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(count / 1000, 99_999)}k");

    private static string Fit(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "~";
}
