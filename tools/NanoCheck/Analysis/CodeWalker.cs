using System;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Walks the checked assemblies once and hands every type, method, instruction and reference to a visitor.</summary>
internal sealed class CodeWalker
{
    private readonly AssemblySet set;
    private readonly HostLowering lowering;
    private readonly ICodeVisitor visitor;

    public CodeWalker(AssemblySet set, DeviceContract contract, ICodeVisitor visitor)
    {
        this.set = set;
        lowering = new HostLowering(set, contract);
        this.visitor = visitor;
    }

    public void Walk()
    {
        foreach (TypeDefinition type in set.Assemblies.SelectMany(a => a.Modules).SelectMany(m => m.GetTypes()))
        {
            if (!IsCompilerAttribute(type))
            {
                WalkType(type);
            }
        }
    }

    private void WalkType(TypeDefinition type)
    {
        CodePlace place = new(type);
        visitor.OnType(type);
        Use(type.BaseType, place);
        foreach (InterfaceImplementation implementation in type.Interfaces)
        {
            Use(implementation.InterfaceType, place);
            UseWholeInterface(implementation.InterfaceType, place);
        }

        UseAttributes(type, place);
        foreach (FieldDefinition field in type.Fields)
        {
            Use(field.FieldType, place);
            UseAttributes(field, place);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            UseAttributes(property, place);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            WalkMethod(type, method);
        }
    }

    private void WalkMethod(TypeDefinition type, MethodDefinition method)
    {
        CodePlace place = new(type, method);
        if (HostLowering.IsThrowHelper(method))
        {
            visitor.OnMemberUse(new MemberUse(
                "System.InvalidOperationException", MemberKey.Method(".ctor", [], "System.Void", isStatic: false), place, null));
            return;
        }

        // Members of a delegate that the runtime implements; the device's compiler leaves them out when it lacks their types.
        if (method.IsRuntime && method.Name is "BeginInvoke" or "EndInvoke")
        {
            return;
        }

        visitor.OnMethod(method);
        Use(method.ReturnType, place);
        UseAttributes(method, place);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Use(parameter.ParameterType, place);
        }

        UseOverridden(method, place);
        if (!method.HasBody)
        {
            return;
        }

        foreach (VariableDefinition variable in method.Body.Variables)
        {
            if (!HostLowering.IsInterpolationHandler(MemberKey.TypeName(variable.VariableType)))
            {
                Use(variable.VariableType, place);
            }
        }

        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            Use(handler.CatchType, place with { Instruction = handler.HandlerStart });
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            visitor.OnInstruction(method, instruction);
            UseOperand(method, instruction, place with { Instruction = instruction });
        }
    }

    private void UseOperand(MethodDefinition method, Instruction instruction, CodePlace place)
    {
        switch (instruction.Operand)
        {
            case MethodReference target when lowering.Lower(method, instruction, target) is { } replacements:
                foreach (DeviceMember replacement in replacements)
                {
                    visitor.OnMemberUse(new MemberUse(replacement.TypeName, replacement.Key, place, null));
                }

                break;
            case MethodReference target:
                Use(target.DeclaringType, place);
                UseMethod(target, place);
                break;
            case FieldReference field:
                Use(field.DeclaringType, place);
                if (!set.IsOwn(field.DeclaringType))
                {
                    bool isStatic = instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda or Code.Stsfld;
                    visitor.OnMemberUse(new MemberUse(
                        MemberKey.TypeName(field.DeclaringType), MemberKey.Of(field, isStatic), place, field));
                }

                break;
            case TypeReference type when !HostLowering.IsInterpolationHandler(MemberKey.TypeName(type)):
                Use(type, place);
                break;
        }
    }

    private void UseMethod(MethodReference target, CodePlace place)
    {
        if (target is GenericInstanceMethod generic)
        {
            visitor.OnGenericCall(generic, place);
            foreach (TypeReference argument in generic.GenericArguments)
            {
                Use(argument, place);
            }

            return;
        }

        // Arrays of several dimensions have methods of their own; the array rule speaks of them.
        if (target.DeclaringType is not (ArrayType or GenericInstanceType) && !set.IsOwn(target.DeclaringType))
        {
            visitor.OnMemberUse(new MemberUse(MemberKey.TypeName(target.DeclaringType), MemberKey.Of(target), place, target));
        }
    }

    /// <summary>Reports a type and everything it is made of.</summary>
    private void Use(TypeReference? type, CodePlace place)
    {
        if (type is null)
        {
            return;
        }

        visitor.OnTypeUse(new TypeUse(type, place));
        switch (type)
        {
            case IModifierType modifier:
                Use(modifier.ModifierType, place);
                Use(modifier.ElementType, place);
                break;
            case GenericInstanceType generic:
                foreach (TypeReference argument in generic.GenericArguments)
                {
                    Use(argument, place);
                }

                break;
            case TypeSpecification specification:
                Use(specification.ElementType, place);
                break;
        }
    }

    /// <summary>An override needs its base method on the device, or it overrides nothing there.</summary>
    private void UseOverridden(MethodDefinition method, CodePlace place)
    {
        if (!method.IsVirtual || method.IsNewSlot || method.IsStatic)
        {
            return;
        }

        string key = MemberKey.Of(method);
        TypeReference? type = method.DeclaringType.BaseType;
        while (type is not null && set.Find(type) is { } own)
        {
            if (own.Methods.Any(m => m.IsVirtual && m.IsNewSlot && MemberKey.Of(m) == key))
            {
                return;
            }

            type = own.BaseType;
        }

        if (type is not null and not GenericInstanceType && !set.IsOwn(type))
        {
            visitor.OnMemberUse(new MemberUse(MemberKey.TypeName(type), key, place, method));
        }
    }

    private void UseWholeInterface(TypeReference type, CodePlace place)
    {
        if (type is not GenericInstanceType && !set.IsOwn(type))
        {
            visitor.OnInterfaceImplemented(MemberKey.TypeName(type), place);
        }
    }

    /// <summary>Only attributes that a person writes count: the compiler drops its own when the device's library lacks
    /// them.</summary>
    private void UseAttributes(ICustomAttributeProvider provider, CodePlace place)
    {
        foreach (CustomAttribute attribute in provider.CustomAttributes)
        {
            string name = attribute.AttributeType.FullName;
            bool compilers = name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) ||
                name.StartsWith("System.Runtime.Versioning.", StringComparison.Ordinal) ||
                name.StartsWith("System.Diagnostics.Debugg", StringComparison.Ordinal) ||
                name.StartsWith("System.Diagnostics.CodeAnalysis.", StringComparison.Ordinal) ||
                name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal) ||
                name == "System.Reflection.DefaultMemberAttribute";
            if (!compilers)
            {
                Use(attribute.AttributeType, place);
                if (!set.IsOwn(attribute.AttributeType))
                {
                    visitor.OnMemberUse(new MemberUse(
                        MemberKey.TypeName(attribute.AttributeType),
                        MemberKey.Of(attribute.Constructor),
                        place,
                        attribute.Constructor));
                }
            }
        }
    }

    /// <summary>Attribute classes that the compiler embeds (nullable annotations and the like).</summary>
    private static bool IsCompilerAttribute(TypeDefinition type) =>
        type.Namespace.StartsWith("System.Runtime.CompilerServices", StringComparison.Ordinal) ||
        type.Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
}
