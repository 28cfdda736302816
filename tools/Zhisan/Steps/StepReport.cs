using System;
using System.Globalization;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Cli.Steps;

/// <summary>Runs <see cref="StepScenario"/> over counting copies and prints what its steps come to on an ESP32.</summary>
internal static class StepReport
{
    /// <summary>A start is no step of the loop, the demo's weather is no sensor.</summary>
    public static readonly string[] NotJudged = [StepScenario.Start, StepScenario.Demo];

    /// <summary>Prints the table, with the methods that took most of each longest step when asked to. The answer is no when a step of the loop may take longer than its limit.</summary>
    public static int Print(bool json, bool byMethod)
    {
        StepFigure[] figures = Measure();
        InterpreterSpeed speed = InterpreterSpeed.FromLoop;
        InterpreterSpeed byCrc = InterpreterSpeed.FromCrc;
        StepFigure[] slow = [.. figures.Where(f => !NotJudged.Contains(f.Name) && speed.SlowestMs(f.Longest) > InterpreterSpeed.LimitMs)];
        if (json)
        {
            JsonLine.Write(new
            {
                OperationNs = new[] { speed.FastestNs, speed.SlowestNs },
                Steps = figures.Select(f => new { f.Name, f.Calls, f.Longest, f.Average, f.FileCalls, f.Dearest, LongestMs = new[] { speed.FastestMs(f.Longest), speed.SlowestMs(f.Longest) } }),
                Ok = slow.Length == 0,
            });
            return slow.Length == 0 ? ExitCodes.Ok : ExitCodes.No;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"an operation on an ESP32: {speed.FastestNs:F0} to {speed.SlowestNs:F0} ns (by the published CRC-32: {byCrc.FastestNs:F0} to {byCrc.SlowestNs:F0}); a call counts {StepCounter.CallWeight}; files, HMAC and radio not counted"));
        Console.WriteLine($"{"step",-26}{"calls",10}{"average",10}{"longest",10}{"longest, ms",16}{"file calls",12}");
        foreach (StepFigure f in figures)
        {
            string ms = string.Create(CultureInfo.InvariantCulture, $"{speed.FastestMs(f.Longest):F1} to {speed.SlowestMs(f.Longest):F1}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{f.Name,-26}{f.Calls,10}{f.Average,10}{f.Longest,10}{ms,16}{f.FileCalls,12}"));
            foreach (MethodShare method in byMethod ? f.Dearest : [])
            {
                Console.WriteLine($"    {method.Operations,10}  {method.Method}");
            }
        }

        Console.WriteLine(slow.Length == 0
            ? $"no step of the loop takes more than {InterpreterSpeed.LimitMs} ms (not judged: {string.Join(", ", NotJudged)})"
            : $"may take more than {InterpreterSpeed.LimitMs} ms: {string.Join(", ", slow.Select(f => f.Name))} (not judged: {string.Join(", ", NotJudged)})");
        return slow.Length == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    /// <summary>Runs the scenario.</summary>
    public static StepFigure[] Measure()
    {
        CountedAssemblies counted = new(
            DeviceSources.AssembliesIn(AppContext.BaseDirectory).Where(a => !Path.GetFileName(a).Contains("Tests", StringComparison.Ordinal)),
            Path.Combine(AppContext.BaseDirectory, "zhisan.dll"));
        try
        {
            return (StepFigure[])counted.Call(typeof(StepScenario).FullName!, nameof(StepScenario.Run))!;
        }
        finally
        {
            counted.Unload();
        }
    }
}
