using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Makes a copy of an assembly that counts the IL it executes, by method, into <see cref="StepCounter"/>.</summary>
public static class StepInstrumenter
{
    /// <summary>Instruments every method of an assembly.</summary>
    /// <param name="path">The assembly, as the host built it for release.</param>
    /// <returns>The image of the copy; without symbols.</returns>
    public static byte[] Instrument(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        MethodReference add = assembly.MainModule.ImportReference(typeof(StepCounter).GetMethod(nameof(StepCounter.Add)));
        foreach (MethodDefinition method in assembly.MainModule.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
        {
            Instrument(method.Body, add, StepCounter.Register(method.DeclaringType.Name + "." + method.Name));
        }

        using MemoryStream image = new();
        assembly.Write(image);
        return image.ToArray();
    }

    private static void Instrument(MethodBody body, MethodReference add, int number)
    {
        body.SimplifyMacros();
        HashSet<Instruction> leaders = Leaders(body);
        ILProcessor processor = body.GetILProcessor();
        foreach ((Instruction first, int weight) in Blocks(body, leaders))
        {
            // The first instruction of a block stays the object that branches and handlers point at; what it was comes last.
            Instruction moved = Instruction.Create(OpCodes.Nop);
            moved.OpCode = first.OpCode;
            moved.Operand = first.Operand;
            first.OpCode = OpCodes.Ldc_I4;
            first.Operand = number;
            Instruction last = first;
            foreach (Instruction added in new[]
                {
                    Instruction.Create(OpCodes.Ldc_I4, weight), Instruction.Create(OpCodes.Call, add), moved,
                })
            {
                processor.InsertAfter(last, added);
                last = added;
            }
        }

        body.OptimizeMacros();
    }

    private static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target:
                    leaders.Add(target);
                    break;
                case Instruction[] targets:
                    leaders.UnionWith(targets);
                    break;
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw
                && instruction.Next is not null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.UnionWith(new[] { handler.TryStart, handler.HandlerStart, handler.FilterStart }.Where(i => i is not null));
        }

        return leaders;
    }

    private static List<(Instruction First, int Weight)> Blocks(MethodBody body, HashSet<Instruction> leaders)
    {
        List<(Instruction First, int Weight)> blocks = [];
        foreach (Instruction instruction in body.Instructions)
        {
            int weight = instruction.OpCode.FlowControl == FlowControl.Call ? StepCounter.CallWeight : 1;
            if (leaders.Contains(instruction))
            {
                blocks.Add((instruction, weight));
            }
            else
            {
                blocks[^1] = (blocks[^1].First, blocks[^1].Weight + weight);
            }
        }

        return blocks;
    }
}
