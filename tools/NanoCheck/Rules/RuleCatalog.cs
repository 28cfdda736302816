using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Every rule, in the order of ids.</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<Rule> All { get; } = Create();

    private static Rule[] Create()
    {
        Rule[] rules =
        [
            new MissingTypeRule(),
            new MissingMemberRule(),
            new GenericDefinitionRule(),
            new GenericUseRule(),
            new NullableValueRule(),
            new TupleRule(),
            new GenericDelegateRule(),
            new SpanRule(),
            new MultiDimensionalArrayRule(),
            new AsyncRule(),
            new IteratorRule(),
            new DefaultInterfaceMethodRule(),
            new CheckedArithmeticRule(),
            new FixedBufferRule(),
            new VolatileRule(),
            new FinaliserRule(),
            new StaticInitialiserRule(),
            new EnumToStringRule(),
            new FormattedTextRule(),
            new LinqRule(),
            new DecimalRule(),
            new TaskRule(),
            new DynamicRule(),
            new PointerRule(),
            new DebugAssertRule(),
            new EmptyCatchRule(),
            new CatchTypeRule(),
            new FloatingPointRule(),
            new RangeRule(),
            new RecordRule(),
            new KeyedHashRule(),
            new NulInTextRule(),
        ];
        return [.. rules, .. PureCoreRules.All];
    }

    /// <summary>Ids that are not rules of their own: compile errors and bounds.</summary>
    public static IReadOnlyList<string> OtherIds { get; } = ["NC003", "NC301", "NC302", "NC303", "NC304", "NC305"];

    public static IEnumerable<string> AllIds => All.Select(r => r.Id).Concat(OtherIds);
}
