using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Simulator;

/// <summary>Runs many seeds, each a world of its own with its own mix of faults, several at a time.</summary>
public static class Swarm
{
    /// <summary>Runs a campaign.</summary>
    /// <param name="options">Which seeds.</param>
    /// <param name="onRun">Told of every run as it ends, one at a time, in any order.</param>
    /// <param name="cancel">Ends it early.</param>
    public static CampaignReport Run(CampaignOptions options, Action<RunResult>? onRun = null, CancellationToken cancel = default)
    {
        var report = new CampaignReport();
        var watch = Stopwatch.StartNew();
        var next = options.From - 1;
        void Work()
        {
            while (!cancel.IsCancellationRequested && (options.KeepGoing || report.FirstViolationSeed is null))
            {
                var seed = Interlocked.Increment(ref next);
                if (seed >= options.From + options.Seeds)
                {
                    return;
                }

                var world = new World(options.Scenario(seed));
                world.Run();
                var result = world.Result();
                lock (report)
                {
                    report.Add(result);
                    onRun?.Invoke(result);
                }
            }
        }

        var jobs = new Task[Math.Max(1, options.Jobs)];
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = Task.Factory.StartNew(Work, cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        Task.WaitAll(jobs, CancellationToken.None);
        report.Seconds = watch.Elapsed.TotalSeconds;
        return report;
    }
}
