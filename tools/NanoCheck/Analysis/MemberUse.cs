using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A use of a member that lives outside the checked assemblies.</summary>
/// <param name="TypeName">Declaring type as the reference names it (it may be inherited from a base of that type).</param>
/// <param name="Key">The member, as <see cref="MemberKey"/> spells it.</param>
/// <param name="Place">Where it is used.</param>
/// <param name="Reference">The IL reference; null for a member that the device compiler would put in another's place.</param>
internal readonly record struct MemberUse(string TypeName, string Key, CodePlace Place, MemberReference? Reference)
{
    /// <summary>The member's bare name.</summary>
    public string Name
    {
        get
        {
            string text = Key.StartsWith("static ", System.StringComparison.Ordinal) ? Key["static ".Length..] : Key;
            int end = text.IndexOfAny(['(', ':']);
            return end < 0 ? text : text[..end];
        }
    }
}
