using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>What hits whom, when: follows from the seed alone.</summary>
internal static class StormPlan
{
    private const int PowerCuts = 12;
    private const double OutageShare = 0.012;

    /// <summary>The storm over three gateways and their broker, in order of time.</summary>
    /// <param name="seed">Where the moments follow from.</param>
    /// <param name="gateways">Three; the last has no link until just before the end.</param>
    /// <param name="killPlatform">Kills the process of broker and collector.</param>
    /// <param name="startPlatform">Starts it again.</param>
    public static List<StormEvent> Make(int seed, IReadOnlyList<DemoGateway> gateways, Action killPlatform, Action startPlatform)
    {
        var random = new Random(seed);
        var events = new List<StormEvent>();
        for (int i = 0; i < PowerCuts; i++)
        {
            DemoGateway gateway = gateways[i % gateways.Count];
            double at = 0.06 + (0.86 * (i + (0.6 * random.NextDouble())) / PowerCuts);
            events.Add(new StormEvent(at, $"lightning: {gateway.Name} loses its power", gateway.PowerCut));
            events.Add(new StormEvent(at + OutageShare, $"power back: {gateway.Name}", gateway.PowerOn));
        }

        AddOutage(events, gateways[0], 0.18, 0.30);
        AddOutage(events, gateways[1], 0.40, 0.55);
        AddOutage(events, gateways[0], 0.62, 0.72);
        DemoGateway last = gateways[^1];
        events.Add(new StormEvent(0, $"no link: {last.Name}, until just before the end", last.CutLink));
        events.Add(new StormEvent(0.97, $"link back: {last.Name}", last.Link.Restore));
        foreach (double at in new[] { 0.34 + (0.04 * random.NextDouble()), 0.76 + (0.04 * random.NextDouble()) })
        {
            events.Add(new StormEvent(at, "broker and collector are killed", killPlatform));
            events.Add(new StormEvent(at + 0.03, "broker and collector start again", startPlatform));
        }

        return events.OrderBy(happening => happening.At).ToList();
    }

    private static void AddOutage(List<StormEvent> events, DemoGateway gateway, double from, double to)
    {
        events.Add(new StormEvent(from, $"link cut: {gateway.Name}", gateway.CutLink));
        events.Add(new StormEvent(to, $"link back: {gateway.Name}", gateway.Link.Restore));
    }
}
