using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC103: nullable value type (int?).</summary>
internal sealed class NullableValueRule : NamedTypeRule
{
    public override string Id => "NC103";

    public override string Title => "nullable value type (int?)";

    public override string Why => "It is the generic Nullable<T>, which the device does not have.";

    public override string Instead => "Use a sentinel value, or a bool beside the value.";

    public override bool Claims(string typeName) => typeName.StartsWith("System.Nullable", StringComparison.Ordinal);
}
