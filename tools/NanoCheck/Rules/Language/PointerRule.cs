using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC122: pointers and fixed statements.</summary>
internal sealed class PointerRule : Rule
{
    public override string Id => "NC122";

    public override string Title => "pointer";

    public override string Why => "The interpreter runs no unsafe code.";

    public override string Instead => "Index the array.";

    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is PointerType or FunctionPointerType or PinnedType)
        {
            context.Report(this, use.Place, "pointer");
        }
    }
}
