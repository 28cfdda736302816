namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC119: decimal.</summary>
internal sealed class DecimalRule : NamedTypeRule
{
    public override string Id => "NC119";

    public override string Title => "decimal";

    public override string Why => "The device has no System.Decimal.";

    public override string Instead => "Use a scaled integer: readings are fixed-point from the sensor to the collector.";

    public override bool Claims(string typeName) => typeName == "System.Decimal";
}
