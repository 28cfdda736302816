using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Simulator;

/// <summary>Planted faults that are a matter of options.</summary>
internal static class Plants
{
    private const long NeverMs = 1000L * 24 * 3_600_000;

    /// <summary>Whether a fault is the planted one.</summary>
    public static bool Is(PlantKind? planted, PlantKind kind) => planted == kind;

    /// <summary>Changes a gateway's options when the planted fault is one of them.</summary>
    public static void Change(PlantKind? planted, GatewayOptions options)
    {
        if (planted == PlantKind.PagesHeld)
        {
            options.AckGraceMs = NeverMs;
        }

        options.AckedByBroker = planted == PlantKind.BrokerAcks;
    }

    /// <summary>The gateway was told what time it is.</summary>
    public static void TimeIsTold(PlantKind? planted, Gateway gateway, long nowMs, long utcMs)
    {
        if (planted == PlantKind.UtcWithoutAnchor)
        {
            GatewayParts.BootUtcMs(gateway) = utcMs - nowMs;
            GatewayParts.AnchorMs(gateway) = nowMs;
        }
    }
}
