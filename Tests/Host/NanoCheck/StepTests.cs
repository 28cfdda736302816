using System.Linq;
using Xunit;
using ZhiSan.Edge.Cli.Steps;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>The longest steps of the loop, counted over a season.</summary>
[Collection(nameof(StepCounter))]
public class StepTests
{
    [Fact]
    public void No_step_of_a_season_takes_more_than_fifty_milliseconds_by_the_estimate()
    {
        StepFigure[] figures = StepReport.Measure();
        StepFigure[] judged = [.. figures.Where(f => !StepReport.NotJudged.Contains(f.Name))];

        Assert.Contains(judged, f => f.Name == "take a scan" && f.Calls > 100_000 && f.Longest > 10_000);
        Assert.All(judged, f => Assert.True(
            InterpreterSpeed.FromLoop.SlowestMs(f.Longest) <= InterpreterSpeed.LimitMs,
            $"{f.Name}: {f.Longest} operations, {string.Join(", ", f.Dearest.Select(m => $"{m.Method} {m.Operations}"))}"));
    }

    [Fact]
    public void The_longest_step_names_the_methods_that_took_it()
    {
        StepFigure scan = StepReport.Measure().Single(f => f.Name == "take a scan");

        Assert.Contains(scan.Dearest, m => m.Method == "RangeCoder.Bit");
        Assert.True(scan.Dearest.Sum(m => m.Operations) <= scan.Longest);
        Assert.True(scan.Dearest.Sum(m => m.Operations) > scan.Longest / 2);
    }
}
