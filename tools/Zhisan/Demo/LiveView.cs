using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>The demo as a table that changes in place, with the last happenings below it.</summary>
internal sealed class LiveView : IDemoView
{
    private const int ShownHappenings = 8;
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(500);
    private readonly Queue<string> _happenings = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next;
    private int _linesShown;

    public void Say(string text)
    {
        _happenings.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,5:0.0} s  {text}"));
        if (_happenings.Count > ShownHappenings)
        {
            _happenings.Dequeue();
        }
    }

    public void Refresh(DemoRun run, bool isLast = false)
    {
        if (_watch.Elapsed < _next && !isLast)
        {
            return;
        }

        _next = _watch.Elapsed + Distance;
        Table table = new Table().RoundedBorder()
            .AddColumns("gateway", "power", "link", "taken", "stored", "power cuts", "link cuts");
        foreach (DemoGateway gateway in run.Gateways)
        {
            DemoProgress progress = DemoProgress.Of(run, gateway);
            string power = gateway.IsDone ? "[green]done[/]" : gateway.IsRunning ? "on" : "[red]OFF[/]";
            table.AddRow(
                gateway.Name, power, gateway.Link.IsCut ? "[red]CUT[/]" : "up", Text(progress.Taken), Text(progress.Stored),
                Text(gateway.PowerCuts), Text(gateway.LinkOutages));
        }

        Rewind();
        AnsiConsole.Write(table);
        foreach (string happening in _happenings)
        {
            AnsiConsole.Write(new Text(happening.PadRight(76)[..76] + "\n"));
        }

        _linesShown = run.Gateways.Count + 4 + _happenings.Count;
    }

    public void Dispose() => AnsiConsole.WriteLine();

    private void Rewind()
    {
        if (_linesShown > 0)
        {
            AnsiConsole.Cursor.MoveUp(_linesShown);
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
