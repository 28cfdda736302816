using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC114: finalisers of our own.</summary>
internal sealed class FinaliserRule : Rule
{
    public override string Id => "NC114";

    public override string Title => "finaliser";

    public override string Why =>
        "Finalisers run only while all other threads sleep; until then the object and all it holds stay in the heap.";

    public override string Instead => "Close in a finally block, or keep the object for the life of the program.";

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (method.Name == "Finalize" && method.IsVirtual && !method.HasParameters)
        {
            context.Report(this, new CodePlace(method.DeclaringType, method), $"{method.DeclaringType.Name} has a finaliser");
        }
    }
}
