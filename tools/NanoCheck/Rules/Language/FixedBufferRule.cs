using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC112: fixed-size buffers in structs.</summary>
internal sealed class FixedBufferRule : Rule
{
    public override string Id => "NC112";

    public override string Title => "fixed-size buffer";

    public override string Why => "It compiles there, and the interpreter lays the struct out wrongly.";

    public override string Instead => "Use an array field, allocated in the constructor.";

    public override void OnType(TypeDefinition type, RuleContext context)
    {
        foreach (FieldDefinition field in type.Fields
            .Where(f => f.CustomAttributes.Any(a => a.AttributeType.Name == "FixedBufferAttribute")))
        {
            context.Report(this, new CodePlace(type), $"{field.Name} is a fixed-size buffer");
        }
    }
}
