using System;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>
/// Runs a script, cuts the power at a store call, starts again, judges what is found, writes on; and cuts again at the calls
/// of that second life. Deterministic: a case is named by its numbers.
/// </summary>
public sealed class Campaign
{
    private const uint Epoch = 0x5EED0001;
    private const int StepsOfSecondLife = 14;
    private const int MostViolations = 20;
    private const int MostSeals = 20;

    private static readonly CutMode[] Modes = Enum.GetValues<CutMode>();

    private readonly Script _script;
    private readonly JournalOptions _options;
    private readonly int _steps;
    private readonly Func<string, int>? _lag;

    /// <summary>Makes a campaign.</summary>
    /// <param name="script">What the journal is used for.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="steps">Steps of the first life.</param>
    /// <param name="lag">A planted fault of the store, or null.</param>
    public Campaign(Script script, JournalOptions options, int steps, Func<string, int>? lag = null)
    {
        _script = script;
        _options = options;
        _steps = steps;
        _lag = lag;
    }

    /// <summary>Starts judged so far.</summary>
    public int Cases { get; private set; }

    /// <summary>What was found, the first few; <see cref="ViolationCount"/> counts all.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Promises broken.</summary>
    public int ViolationCount { get; private set; }

    /// <summary>
    /// Cuts at every <paramref name="stride"/>-th store call in every mode; in the second life at every
    /// <paramref name="secondStride"/>-th combination of call and mode, 0 for none. Stops when <paramref name="enough"/> promises are broken.
    /// </summary>
    public void Run(int stride, int secondStride, int enough = 1000)
    {
        int calls = CountCalls();
        int second = 0;
        for (int call = 0; call < calls && ViolationCount < enough; call += stride)
        {
            foreach (CutMode mode in Modes)
            {
                RunCase(call, mode, secondStride, ref second);
            }
        }
    }

    /// <summary>The summary line of a report.</summary>
    public override string ToString() => $"{Cases} cases, {ViolationCount} violations"
        + (Violations.Count > 0 ? Environment.NewLine + string.Join(Environment.NewLine, Violations) : string.Empty);

    private int CountCalls()
    {
        var store = new SimStore { Lag = _lag };
        var life = new Life(this, store, new Oracle(), "dry run");
        life.Run(0, _steps);
        return store.Changes;
    }

    private void RunCase(int call, CutMode mode, int secondStride, ref int second)
    {
        string name = $"call {call} {mode}";
        var store = new SimStore { CutAt = call, Mode = mode, Lag = _lag };
        var oracle = new Oracle();
        int step = new Life(this, store, oracle, name).Run(0, _steps);
        if (mode != CutMode.Before && !store.ModeApplied)
        {
            return;
        }

        SimStore left = store.AfterCut();
        Judge(left, oracle, step, name);
        int calls = SecondLife(left, oracle.Copy(), step, name, -1, CutMode.Before, out _);
        for (int i = 0; secondStride > 0 && i < calls; i++)
        {
            foreach (CutMode secondMode in Modes)
            {
                if (second++ % secondStride == 0)
                {
                    SecondLife(left, oracle.Copy(), step, $"{name}, then {i} {secondMode}", i, secondMode, out _);
                }
            }
        }
    }

    // Starts from what the first cut left, cut once more or not, and judges the start after that.
    private int SecondLife(SimStore left, Oracle oracle, int step, string name, int call, CutMode mode, out SimStore end)
    {
        SimStore store = left.AfterCut();
        store.CutAt = call;
        store.Mode = mode;
        store.Lag = _lag;
        int reached = new Life(this, store, oracle, name).Run(step, StepsOfSecondLife);
        end = store.AfterCut();
        if (call < 0 || mode == CutMode.Before || store.ModeApplied)
        {
            Judge(end, oracle, reached, name);
        }

        return store.Changes;
    }

    private void Judge(SimStore left, Oracle oracle, int step, string name)
    {
        Cases++;
        try
        {
            SimStore store = left.AfterCut();
            var journal = new Journal(store, _options, Script.Key);
            if (journal.Open(Epoch) != StoreStatus.Ok)
            {
                Report(name, new Violation("I5", "did not start"));
                return;
            }

            Watermarks opened = Snapshot(journal.Watermarks);
            Script.SetChannels(journal, step);
            journal.StartBoot(new BootBody { Firmware = "judge" }, 0);
            SealAll(journal, name);
            Sight sight = Sight.OfAll(journal, store, Script.Key);
            foreach (Violation violation in oracle.Judge(opened, sight))
            {
                Report(name, violation);
            }

            oracle.Learn(sight, opened.Durable);
        }
        catch (Exception broken) when (broken is not PowerCut)
        {
            Report(name, new Violation("I5", $"judged: {broken.GetType().Name}: {broken.Message}"));
        }
    }

    // A seal may be followed by housekeeping, whose tombstones want to be seen too.
    private void SealAll(Journal journal, string name)
    {
        for (int i = 0; i < MostSeals && journal.UnsealedRows > 0; i++)
        {
            if (journal.Seal() != StoreStatus.Ok)
            {
                Report(name, new Violation("I5", "did not seal after the start"));
                return;
            }
        }
    }

    private static Watermarks Snapshot(Watermarks live)
    {
        var copy = new Watermarks();
        copy.Restore(live.Freed, live.Acked, live.Sealed, live.Durable);
        return copy;
    }

    private void Report(string name, Violation violation)
    {
        ViolationCount++;
        if (Violations.Count < MostViolations)
        {
            Violations.Add($"{name}: {violation.Id}: {violation.Text}");
        }
    }

    /// <summary>One start of the gateway, until the power goes or the steps are done.</summary>
    private sealed class Life(Campaign campaign, SimStore store, Oracle oracle, string name)
    {
        /// <summary>Runs steps from one on; returns the step at which the power went, or the one after the last.</summary>
        public int Run(int first, int count)
        {
            int step = first;
            try
            {
                var journal = new Journal(store, campaign._options, Script.Key);
                if (journal.Open(Epoch) != StoreStatus.Ok)
                {
                    campaign.Report(name, new Violation("I5", "did not start"));
                    return step;
                }

                Script.SetChannels(journal, step);
                journal.StartBoot(new BootBody { Firmware = "0.1.0" }, 3);
                for (; step < first + count; step++)
                {
                    foreach (Violation violation in campaign._script.Do(step, 10 + ((step - first) * 60), journal, oracle))
                    {
                        campaign.Report(name, violation);
                    }
                }
            }
            catch (PowerCut)
            {
                return step;
            }
            catch (Exception broken)
            {
                campaign.Report(name, new Violation("I5", $"{broken.GetType().Name}: {broken.Message}"));
            }

            return step;
        }
    }
}
