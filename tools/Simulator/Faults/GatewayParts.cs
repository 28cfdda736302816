using System.Runtime.CompilerServices;
using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Simulator;

/// <summary>Parts of a gateway that planted faults change behind its back. When one is renamed, planting fails loudly.</summary>
internal static class GatewayParts
{
    /// <summary>What time the gateway thinks it was when it started.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_bootUtcMs")]
    public static extern ref long BootUtcMs(Gateway gateway);

    /// <summary>When it looked up the time it believes.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_anchorMs")]
    public static extern ref long AnchorMs(Gateway gateway);
}
