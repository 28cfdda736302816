using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC127: ranges and Index/Range values.</summary>
internal sealed class RangeRule : NamedTypeRule
{
    public override string Id => "NC127";

    public override string Title => "range or index value (a[1..3])";

    public override string Why =>
        "Range, Index and RuntimeHelpers.GetSubArray do not exist on the device, and slicing allocates.";

    public override string Instead =>
        "Pass offset and count; copy with Array.Copy; write array[array.Length - 1] for the last element.";

    public override bool Claims(string typeName) => typeName is "System.Range" or "System.Index";

    public override void OnGenericCall(GenericInstanceMethod method, CodePlace place, RuleContext context)
    {
        if (method.Name == "GetSubArray")
        {
            context.Report(this, place, "slicing an array by range");
        }
    }

    protected override string Message(string typeName) => $"{typeName} does not exist on the device";
}
