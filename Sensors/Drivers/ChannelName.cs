namespace ZhiSan.Edge.Sensors.Drivers;

/// <summary>Names of channels, so that two sensors of a kind can be on one gateway.</summary>
internal static class ChannelName
{
    /// <summary>Prefix and quantity with a <c>_</c> between them: <c>canopy</c>, <c>temperature</c> gives <c>canopy_temperature</c>.</summary>
    /// <param name="prefix">What the configuration says; empty for the default.</param>
    /// <param name="standard">The part's own prefix.</param>
    /// <param name="quantity">What is measured.</param>
    public static string Make(string prefix, string standard, string quantity) =>
        (prefix.Length == 0 ? standard : prefix) + "_" + quantity;
}
