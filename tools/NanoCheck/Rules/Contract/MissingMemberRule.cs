using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC002: a member from outside that the contract does not have, or not with that signature.</summary>
internal sealed class MissingMemberRule : Rule
{
    public override string Id => "NC002";

    public override string Title => "member that the device does not have";

    public override string Why =>
        "An assembly that refers to an unknown member does not load on the device, or another overload is taken there.";

    public override string Instead =>
        "Use a member from the API lists; if it is on the device, add it to device-contract.txt (--propose).";

    public override void OnMemberUse(MemberUse use, RuleContext context)
    {
        ContractType? type = context.Contract.FindType(use.TypeName);
        bool typeReported = use.Reference is not null && type?.Declaration is null;
        if (typeReported || context.IsClaimed(use.TypeName) || context.Contract.HasMember(use.TypeName, use.Key))
        {
            return;
        }

        string member = MemberKey.Display(use.TypeName, use.Key);
        string verdict = context.ApiLists is null ? "is not in the device contract"
            : context.ApiLists.HasMember(use.TypeName, use.Key)
                ? "exists on the device but is not in the contract (run nanocheck --propose)"
                : "does not exist on the device";
        context.Report(this, use.Place, $"{member} {verdict}",
            Substitutes.For(use.TypeName, use.Name) ?? Namesakes(use, context));
    }

    private static string? Namesakes(MemberUse use, RuleContext context)
    {
        ContractType? type = (context.ApiLists ?? context.Contract).FindType(use.TypeName);
        List<string> names =
            type is null ? [] : type.Members.Where(m => m.Name == use.Name).Select(m => m.Line.Member).Take(4).ToList();
        return names.Count == 0 ? null : "The device has: " + string.Join("; ", names);
    }
}
