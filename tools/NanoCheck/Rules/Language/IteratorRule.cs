using System;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC109: yield.</summary>
internal sealed class IteratorRule : Rule
{
    public override string Id => "NC109";

    public override string Title => "iterator (yield)";

    public override string Why => "The compiler's iterator classes need generics and members that the device lacks.";

    public override string Instead => "Offer Count and Get(index), or a cursor with MoveNext of your own.";

    public override void OnType(TypeDefinition type, RuleContext context)
    {
        bool generated = type.Name.StartsWith('<') && type.Name.Contains(">d__", StringComparison.Ordinal);
        if (generated && type.Interfaces.Any(i => i.InterfaceType.FullName == "System.Collections.IEnumerator"))
        {
            string name = type.Name[1..type.Name.IndexOf('>', StringComparison.Ordinal)];
            MethodDefinition? body = type.Methods.FirstOrDefault(m => m.Name == "MoveNext");
            context.Report(this, new CodePlace(type, body), $"{name} is an iterator");
        }
    }
}
