using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>What the walker reports.</summary>
internal interface ICodeVisitor
{
    void OnType(TypeDefinition type);

    void OnMethod(MethodDefinition method);

    void OnInstruction(MethodDefinition method, Instruction instruction);

    void OnTypeUse(TypeUse use);

    /// <summary>A member of a type outside the checked assemblies, after host lowering was undone.</summary>
    void OnMemberUse(MemberUse use);

    void OnGenericCall(GenericInstanceMethod method, CodePlace place);

    /// <summary>One of our types implements an interface from outside.</summary>
    void OnInterfaceImplemented(string interfaceName, CodePlace place);
}
