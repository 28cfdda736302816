using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// Makes a failing run smaller while it still breaks the same promise: fewer days, fewer gateways, fewer kinds of faults. Whatever is
/// left out changes nothing of the rest, because every fault draws from a stream of its own.
/// </summary>
public static class Shrinker
{
    /// <summary>Shrinks a scenario.</summary>
    /// <param name="failing">A scenario that breaks a promise.</param>
    /// <param name="promise">Which.</param>
    /// <param name="mostRuns">Runs to spend.</param>
    public static Scenario Shrink(Scenario failing, string promise, int mostRuns = 80)
    {
        var runs = 0;
        bool Fails(Scenario scenario)
        {
            if (runs++ >= mostRuns)
            {
                return false;
            }

            var world = new World(scenario);
            world.Run();
            return world.Violations.Any(violation => violation.Promise == promise);
        }

        var best = failing;
        bool Try(Scenario scenario)
        {
            var fails = Fails(scenario);
            best = fails ? scenario : best;
            return fails;
        }

        ShrinkDays(() => best, Try);
        while (best.Gateways > 1 && Try(best with { Gateways = best.Gateways - 1 }))
        {
        }

        foreach (var kind in Enum.GetValues<FaultKind>().Where(failing.Mix.Has))
        {
            Try(best with { Without = new HashSet<FaultKind>(best.Without) { kind } });
        }

        ShrinkDays(() => best, Try);
        return best;
    }

    private static void ShrinkDays(Func<Scenario> best, Func<Scenario, bool> tries)
    {
        while (best().Days > 1 && tries(best() with { Days = best().Days / 2 }))
        {
        }

        while (best().Days > 1 && tries(best() with { Days = best().Days - 1 }))
        {
        }
    }
}
