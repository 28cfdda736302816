using System;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC001: a type from outside that the contract does not have.</summary>
internal sealed class MissingTypeRule : Rule
{
    public override string Id => "NC001";

    public override string Title => "type that the device does not have";

    public override string Why => "An assembly that refers to an unknown type does not load on the device.";

    public override string Instead =>
        "Use a type from the API lists; if it is on the device, add it to device-contract.txt (--propose).";

    public override void OnTypeUse(TypeUse use, RuleContext context)
    {
        if (use.Type is TypeSpecification or GenericParameter || context.Set.IsOwn(use.Type))
        {
            return;
        }

        string name = use.Name;
        if (name.Contains('`', StringComparison.Ordinal) || context.IsClaimed(name) ||
            context.Contract.FindType(name)?.Declaration is not null)
        {
            return;
        }

        string verdict = context.ApiLists is null ? "is not in the device contract"
            : context.ApiLists.FindType(name) is null ? "does not exist on the device"
            : "exists on the device but is not in the contract (run nanocheck --propose)";
        context.Report(this, use.Place, $"{name} {verdict}", Substitutes.For(name));
    }
}
