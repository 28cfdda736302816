namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC129: a keyed hash as an object.</summary>
internal sealed class KeyedHashRule : Rule
{
    public override string Id => "NC129";

    public override string Title => "keyed hash object";

    public override string Why =>
        "On the device the object keeps the caller's key, not a copy, and Dispose fills it with zeros: the next page is sealed with no key.";

    public override string Instead => "Use the static HashData(key, source).";

    public override void OnMemberUse(MemberUse use, RuleContext context)
    {
        if (use.TypeName is "System.Security.Cryptography.HMACSHA256" or "System.Security.Cryptography.HMACSHA512" && use.Name == ".ctor")
        {
            context.Report(this, use.Place, $"Dispose of {use.TypeName} wipes the key it was given");
        }
    }
}
