using System;
using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC115: a static initialiser that reads another type's static, itself or through what it calls.</summary>
internal sealed class StaticInitialiserRule : Rule
{
    public override string Id => "NC115";

    public override string Title => "static initialiser reads another type's static";

    public override string Why =>
        "The device runs static initialisers eagerly, in the order of type names: the other type may not have run, and its static is 0 or null.";

    public override string Instead => "Make the other one a const, pass it in a constructor, or keep both in one type.";

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (!method.IsConstructor || !method.IsStatic || !method.HasBody)
        {
            return;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            CodePlace place = new(method.DeclaringType, method, instruction);
            if (ForeignStatic(instruction, method.DeclaringType, context) is { } field)
            {
                ReportField(place, field, "", context);
            }
            else if (instruction.Operand is MethodReference called && context.Set.Find(called) is { } body &&
                Reaches(body, method.DeclaringType, [], context) is { } reached)
            {
                ReportField(place, reached, $" through {body.DeclaringType.Name}.{body.Name}", context);
            }
        }
    }

    private void ReportField(CodePlace place, FieldDefinition field, string path, RuleContext context)
    {
        // A lambda without captures lives in a static of a compiler-made class.
        bool lambda = field.DeclaringType.Name.StartsWith("<>c", StringComparison.Ordinal);
        context.Report(
            this,
            place,
            lambda ? "a static initialiser makes a lambda, which the compiler keeps in another type's static"
                : $"the static initialiser of {place.Type!.Name} reads {field.DeclaringType.Name}.{field.Name}{path}",
            lambda ? "Name the method and use it as a delegate, or assign the lambda in a constructor." : null);
    }

    private static FieldDefinition? Reaches(
        MethodDefinition method, TypeDefinition origin, HashSet<MethodDefinition> visited, RuleContext context)
    {
        if (!method.HasBody || !visited.Add(method))
        {
            return null;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            FieldDefinition? found = ForeignStatic(instruction, origin, context);
            if (found is null && instruction.Operand is MethodReference called && context.Set.Find(called) is { } body)
            {
                found = Reaches(body, origin, visited, context);
            }

            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static FieldDefinition? ForeignStatic(Instruction instruction, TypeDefinition origin, RuleContext context)
    {
        if (instruction.OpCode.Code is not (Code.Ldsfld or Code.Ldsflda))
        {
            return null;
        }

        FieldDefinition? field = context.Set.Find((FieldReference)instruction.Operand);
        return field is null || field.DeclaringType == origin || field.HasConstant ? null : field;
    }
}
