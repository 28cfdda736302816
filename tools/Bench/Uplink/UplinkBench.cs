using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Bench.Stores;
using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Bench.Uplink;

/// <summary>Measures the core's uplink on a simulated line: drain, previews beside it, shares of a tight budget, a fleet that returns.</summary>
/// <param name="say">Takes what is being done, for people.</param>
public sealed class UplinkBench(Action<string> say)
{
    /// <summary>Messages with pages over which a share is taken.</summary>
    public const int ShareMessages = 16;

    private const int TwoMonthsOfMinutes = 60 * 1440;
    private const long MinuteMs = 60_000;
    private const long PatienceMs = 600_000;
    private const long SettledMs = 400_000;
    private const long ReturnMs = 700_000;
    private const int FastLine = 100_000;

    private static readonly int[] Budgets = [600, 2000, 5000];
    private static readonly long[] OutagesMs = [0, 10_000, 90_000, 3_600_000];

    /// <summary>Measures everything.</summary>
    /// <param name="rows">Rows of the backlog, one each minute.</param>
    /// <param name="fleet">Gateways that lose the broker.</param>
    public UplinkBenchResult Run(int rows = TwoMonthsOfMinutes, int fleet = 1000)
    {
        say($"{rows} rows wait, then the line is there");
        SimulatedLine line = Returned(rows, Names());
        long backlog = line.Journal.Watermarks.Appended;
        long sinceMs = line.NowMs;
        int scans = 0;
        while (line.Platform < backlog && line.NowMs - sinceMs < PatienceMs)
        {
            line.Advance(10);
            if ((line.NowMs - sinceMs) / 1000 > scans)
            {
                scans++;
                line.TakeScan();
            }
        }

        if (line.Platform < backlog)
        {
            throw new InvalidOperationException($"not drained after {PatienceMs / 1000} s of the scripted clock");
        }

        return new UplinkBenchResult
        {
            LineBytesPerSecond = line.BytesPerSecond,
            RoundTripMs = line.RoundTripMs,
            BacklogRecords = backlog,
            BacklogBytes = line.PageBytes,
            LiveScans = scans,
            LivePreviews = line.Lives,
            DrainSeconds = (line.NowMs - sinceMs) / 1000.0,
            DrainMessages = line.PageMessages,
            WireBytesPerReading = Math.Round((double)line.PageWireBytes / backlog / SimulatedLine.Channels, 4),
            DuplicatesSent = line.Duplicates,
            LiveDelayMsMax = line.LiveDelayMsMax,
            BacklogShareMin = RoundDown(Budgets.Min(budget => Share(rows, budget))),
            Fleet = fleet,
            HerdPeakShare = OutagesMs.Max(outage => Herd(fleet, outage)),
        };
    }

    private double Share(int rows, int budget)
    {
        say($"a budget of {budget} bytes/s, ten previews a second");
        GatewayOptions options = Names();
        options.BytesPerSecond = budget;
        SimulatedLine line = Returned(rows, options);
        line.BytesPerSecond = FastLine;
        line.TakeScans(200, 100);
        int first = line.PagesSent.Count;
        while (line.PagesSent.Count - first <= ShareMessages && line.Platform < rows)
        {
            line.TakeScans(10, 100);
        }

        // From the sending of one message to the sending of another, so that the budget was spent on whole ones.
        IReadOnlyList<SentPages> sent = [.. line.PagesSent.Skip(first)];
        double least = 1;
        for (int i = 0; i + ShareMessages < sent.Count; i++)
        {
            long bytes = sent.Skip(i).Take(ShareMessages).Sum(message => (long)message.Bytes);
            double available = (sent[i + ShareMessages].AtMs - sent[i].AtMs) / 1000.0 * budget;
            least = Math.Min(least, bytes / available);
        }

        return sent.Count > ShareMessages ? least : throw new InvalidOperationException("the backlog is too short for a share");
    }

    private double Herd(int size, long outageMs)
    {
        say($"{size} gateways lose their broker for {outageMs / 1000} s");
        var fleet = new SimulatedFleet(size);
        fleet.Run(SettledMs, true);
        if (!fleet.IsUp)
        {
            throw new InvalidOperationException("the fleet did not connect");
        }

        fleet.LoseBroker();
        int peak = outageMs > 0 ? fleet.Run(outageMs, false) : 0;
        peak = Math.Max(peak, fleet.Run(ReturnMs, true));
        return fleet.IsUp ? (double)peak / size : throw new InvalidOperationException("the fleet did not come back");
    }

    // A target that is just missed is not rounded into one that is met.
    private static double RoundDown(double share) => Math.Floor(share * 10_000) / 10_000;

    private static GatewayOptions Names() => new() { Site = "yunwu", Gateway = "gw1", ReconnectMinMs = 2000 };

    private static SimulatedLine Returned(int rows, GatewayOptions options)
    {
        var line = new SimulatedLine(new MeteredStore(), options);
        line.TakeScans(rows, (int)MinuteMs);
        line.ConnectNow();
        return line;
    }
}
