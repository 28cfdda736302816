namespace ZhiSan.Edge.NanoCheck;

/// <summary>A parameter as the API lists spell it.</summary>
/// <param name="Modifier">Empty, <c>ref</c>, <c>out</c> or <c>in</c>.</param>
/// <param name="TypeName">Full type name, with <c>[]</c> for each array level.</param>
/// <param name="Name">Parameter name.</param>
internal sealed record ContractParameter(string Modifier, string TypeName, string Name)
{
    /// <summary>The type as IL signatures have it: by-reference types end in <c>&amp;</c>.</summary>
    public string SignatureType => Modifier.Length == 0 ? TypeName : TypeName + "&";
}
