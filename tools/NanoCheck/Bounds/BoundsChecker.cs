using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Compares measurements with budgets (NC301..NC303) and with the limits of the PE format (NC304, NC305).</summary>
internal sealed class BoundsChecker
{
    private const int TableLimitBytes = ushort.MaxValue;
    private const int CountLimit = byte.MaxValue;
    private readonly NanoCheckOptions options;
    private readonly List<Finding> findings = [];

    public BoundsChecker(NanoCheckOptions options) => this.options = options;

    public IReadOnlyList<Finding> Findings => findings;

    public void CheckImage(AssemblyBounds image)
    {
        if (image.Image.Total > options.ImageBudgetBytes)
        {
            Report("NC303", image.Name, default,
                $"the image is about {image.Image.Total} bytes in all its assemblies, over its budget of {options.ImageBudgetBytes}",
                "Remove what is not needed on the device, or shorten tables and names.");
        }

        if (image.StaticDataBytes > options.StaticDataBudgetBytes)
        {
            Report("NC302", image.Name, default,
                $"{image.StaticDataBytes} bytes of static data, over the budget of {options.StaticDataBudgetBytes}",
                "Compute the table, or make it smaller: constant tables are copied to the heap.");
        }
    }

    /// <summary>One assembly, tests too: whatever is over these limits cannot be made at all.</summary>
    public void CheckAssembly(AssemblyBounds assembly)
    {
        if (assembly.Image.ByteCode > TableLimitBytes)
        {
            Report("NC304", assembly.Name, default,
                $"{assembly.Image.ByteCode} bytes of byte code; one assembly holds {TableLimitBytes}",
                "Less code, or a second assembly: the metadata processor refuses this one (\"Byte code table overflow\").");
        }

        if (assembly.Image.Strings > TableLimitBytes)
        {
            Report("NC304", assembly.Name, default, $"{assembly.Image.Strings} bytes of strings; one assembly holds {TableLimitBytes}",
                "Shorter texts and names: the metadata processor refuses this one (\"String table overflow\").");
        }
    }

    public void CheckMethods(IEnumerable<AssemblyDefinition> assemblies)
    {
        foreach (TypeDefinition type in assemblies.SelectMany(a => a.Modules).SelectMany(m => m.GetTypes()))
        {
            CheckType(type);
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody))
            {
                CheckMethod(method);
            }
        }
    }

    private void CheckType(TypeDefinition type)
    {
        CheckCount(new CodePlace(type), "virtual methods", type.Methods.Count(m => m.IsVirtual));
        CheckCount(new CodePlace(type), "instance methods", type.Methods.Count(m => !m.IsVirtual && !m.IsStatic));
        CheckCount(new CodePlace(type), "static methods", type.Methods.Count(m => m.IsStatic));
        CheckCount(new CodePlace(type), "static fields", type.Fields.Count(f => f.IsStatic && !f.HasConstant));
        CheckCount(new CodePlace(type), "instance fields", type.Fields.Count(f => !f.IsStatic));
    }

    private void CheckMethod(MethodDefinition method)
    {
        CodePlace place = new(method.DeclaringType, method);
        bool inImage = !options.NotInImage.Contains(place.AssemblyName);
        int size = ByteCodeSize.Of(method);
        if (inImage && size > options.MethodBudgetBytes)
        {
            Report("NC301", place.AssemblyName, place,
                $"{method.Name} has {size} bytes of code, over the budget of {options.MethodBudgetBytes}",
                "Split it by what it does.");
        }

        CheckCount(place, "local variables", method.Body.Variables.Count);
        CheckCount(place, "exception handlers", method.Body.ExceptionHandlers.Count);
        foreach (Instruction instruction in method.Body.Instructions.Where(i => i.OpCode.Code == Code.Switch))
        {
            CheckCount(place with { Instruction = instruction }, "cases in one switch",
                ((Instruction[])instruction.Operand).Length);
        }
    }

    private void CheckCount(CodePlace place, string what, int count)
    {
        if (count > CountLimit)
        {
            Report("NC305", place.AssemblyName, place,
                $"{count} {what}; the device's format counts them in a byte ({CountLimit})",
                "Split it: the metadata processor cuts the count off silently, or refuses.");
        }
    }

    private void Report(string id, string assembly, CodePlace place, string message, string instead)
    {
        (string? file, int line) = place.Source();
        findings.Add(new Finding(id, FindingSeverity.Error, assembly, file, line, place.MemberName, message, instead));
    }
}
