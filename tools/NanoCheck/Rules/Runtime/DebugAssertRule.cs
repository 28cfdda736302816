namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC123: Debug.Assert.</summary>
internal sealed class DebugAssertRule : Rule
{
    public override string Id => "NC123";

    public override string Title => "Debug.Assert";

    public override string Why => "It exists in DEBUG builds only: the check is gone from the firmware that is shipped.";

    public override string Instead => "Use Invariant.Check, which is always on.";

    public override void OnMemberUse(MemberUse use, RuleContext context)
    {
        if (use.TypeName is "System.Diagnostics.Debug" or "System.Diagnostics.Trace" && use.Name is "Assert" or "Fail")
        {
            context.Report(this, use.Place, $"{use.TypeName}.{use.Name} vanishes from release builds");
        }
    }
}
