using System;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;

namespace ZhiSan.Edge.Tests.Host.Buffering.Faults;

/// <summary>The campaign as a planted fault meets it: power cuts at every call of the first life, until something is found.</summary>
internal static class FaultProbe
{
    private const int Steps = 300;

    /// <summary>Runs it; returns what it found, empty for nothing.</summary>
    /// <param name="linked">Whether the platform acknowledges; otherwise the ring fills.</param>
    /// <param name="segments">Segments of the ring.</param>
    public static string Run(bool linked, int segments) => RunOver(linked, segments, null);

    /// <summary>Runs it over a store whose changes come late.</summary>
    public static string RunOver(bool linked, int segments, Func<string, int>? lag)
    {
        var campaign = new Campaign(new Script(1, linked), Script.Options(segments), Steps, lag);
        campaign.Run(stride: 1, secondStride: 0, enough: 1);
        return campaign.ViolationCount == 0 ? string.Empty : campaign.ToString();
    }
}
