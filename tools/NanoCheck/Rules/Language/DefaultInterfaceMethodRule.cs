using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC110: an interface method with a body, or a static one.</summary>
internal sealed class DefaultInterfaceMethodRule : Rule
{
    public override string Id => "NC110";

    public override string Title => "interface member with a body";

    public override string Why => "It compiles there, and the interpreter does not find the method at run time.";

    public override string Instead => "Declare it without a body; put shared code into a static helper or a base class.";

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (method.DeclaringType.IsInterface && (method.HasBody || method.IsStatic))
        {
            context.Report(this, new CodePlace(method.DeclaringType, method), $"{method.Name} of an interface has a body");
        }
    }
}
