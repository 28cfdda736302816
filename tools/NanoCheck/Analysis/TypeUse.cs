using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>A mention of a type in compiled code: array, pointer and generic shells are reported as well as what is in
/// them.</summary>
internal readonly record struct TypeUse(TypeReference Type, CodePlace Place)
{
    /// <summary>Full name as the API lists write it; a generic instance has the name of its definition.</summary>
    public string Name => MemberKey.TypeName(Type is GenericInstanceType generic ? generic.ElementType : Type);
}
