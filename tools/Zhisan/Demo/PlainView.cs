using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>The demo in plain lines, for logs and pipes. With JSON on standard output the lines go to standard error.</summary>
internal sealed class PlainView(bool toError) : IDemoView
{
    private static readonly TimeSpan Distance = TimeSpan.FromSeconds(3);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = Distance;

    public void Say(string text) =>
        (toError ? Console.Error : Console.Out).WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,5:0.0} s  {text}"));

    public void Refresh(DemoRun run, bool isLast = false)
    {
        if (_watch.Elapsed < _next && !isLast)
        {
            return;
        }

        _next = _watch.Elapsed + Distance;
        Say(string.Join("   ", run.Gateways.Select(gateway =>
        {
            DemoProgress progress = DemoProgress.Of(run, gateway);
            return $"{gateway.Name}: {progress.Taken} taken, {progress.Stored} stored";
        })));
    }

    public void Dispose()
    {
    }
}
