using System;
using System.IO;
using System.Threading;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Carries out a plan.</summary>
public static class FlashRunner
{
    /// <summary>Runs all steps, one after the other, up to the first that fails.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="nanoff">The tool.</param>
    /// <param name="report">Takes a line for a person: titles of steps, and what nanoff says.</param>
    /// <param name="stop">Stops between and within steps.</param>
    /// <exception cref="FlashException">A step failed; what came before it is done.</exception>
    public static void Run(FlashPlan plan, Nanoff nanoff, Action<string> report, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(nanoff);
        ArgumentNullException.ThrowIfNull(report);
        if (plan.FilesJsonPath is not null)
        {
            File.WriteAllText(plan.FilesJsonPath, plan.FilesJson);
        }

        try
        {
            for (int i = 0; i < plan.Steps.Count; i++)
            {
                stop.ThrowIfCancellationRequested();
                FlashStep step = plan.Steps[i];
                report($"[{i + 1}/{plan.Steps.Count}] {step.Title}");
                NanoffResult result = nanoff.Run(step.Arguments, l => report("    " + l), stop);
                string? wrong = NanoffErrors.Explain(step, result);
                if (wrong is not null)
                {
                    throw new FlashException($"step {i + 1} of {plan.Steps.Count} failed: {wrong}");
                }
            }
        }
        finally
        {
            if (plan.FilesJsonPath is not null)
            {
                File.Delete(plan.FilesJsonPath);
            }
        }
    }
}
