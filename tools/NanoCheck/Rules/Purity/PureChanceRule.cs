using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC205: chance in the core.</summary>
internal sealed class PureChanceRule : PureCoreRule
{
    public override string Id => "NC205";

    public override string Title => "chance in the core";

    public override string Why => "I6: the core is a function of its inputs, so that every run can be replayed and simulated.";

    public override string Instead =>
        "Take a seed as an input and use our own generator: also the hash of a string differs from run to run on the host.";

    protected override bool ForbidsType(string typeName) => typeName == "System.Security.Cryptography.RandomNumberGenerator";

    protected override bool ForbidsMember(string typeName, string memberName) =>
        (typeName == "System.Guid" && memberName == "NewGuid") ||
        (typeName == "System.Random" && memberName == "get_Shared");

    /// <inheritdoc/>
    public override void OnMemberUse(MemberUse use, RuleContext context)
    {
        base.OnMemberUse(use, context);
        if (use.Name == "GetHashCode" && use.Reference is not Mono.Cecil.MethodDefinition &&
            use.TypeName.StartsWith("System.", StringComparison.Ordinal))
        {
            // The reference names System.Object even for a string. An override of ours is no call.
            ReportIfPure(use.Place, "an object's hash code", context);
        }

        bool unseeded = use.TypeName == "System.Random" && use.Key.StartsWith(".ctor()", StringComparison.Ordinal);
        if (unseeded)
        {
            ReportIfPure(use.Place, "a Random without a seed", context);
        }
    }
}
