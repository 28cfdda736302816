using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC107: arrays of more than one dimension.</summary>
internal sealed class MultiDimensionalArrayRule : Rule
{
    public override string Id => "NC107";

    public override string Title => "multi-dimensional array";

    public override string Why => "[,] compiles there and crashes the interpreter with a segmentation fault.";

    public override string Instead => "Use one array and compute the index (row * width + column), or a jagged array.";

    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is ArrayType { Rank: > 1 } array)
        {
            context.Report(this, use.Place, $"{MemberKey.TypeName(array)} has {array.Rank} dimensions");
        }
    }
}
