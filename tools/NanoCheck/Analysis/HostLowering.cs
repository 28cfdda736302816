using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// The host compiler picks members that the device's library lacks where the same source compiles to something else there
/// (a <c>lock</c>, an interpolated string, an overload). This is the list of those cases, each with the device's choice:
/// the gate then asks for the device's member. What is not listed here is a finding.
/// </summary>
internal sealed class HostLowering
{
    private const string Text = "System.String";
    private const string Handler = "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler";
    private const string BuilderHandler = "System.Text.StringBuilder.AppendInterpolatedStringHandler";
    private const string CharSpan = "System.ReadOnlySpan`1<System.Char>";

    private static readonly DeviceMember Format = Static(Text, "Format", [Text, "System.Object[]"], Text);
    private static readonly DeviceMember Trim = Instance(Text, "Trim", ["System.Char[]"], Text);
    private static readonly DeviceMember TrimStart = Instance(Text, "TrimStart", ["System.Char[]"], Text);
    private static readonly DeviceMember TrimEnd = Instance(Text, "TrimEnd", ["System.Char[]"], Text);
    private static readonly DeviceMember Split = Instance(Text, "Split", ["System.Char[]"], Text + "[]");
    private static readonly DeviceMember CharToString = Instance("System.Char", "ToString", [], Text);

    private static readonly Dictionary<DeviceMember, DeviceMember[]> Overloads = new()
    {
        [Static("System.Threading.Monitor", "Enter", ["System.Object", "System.Boolean&"], "System.Void")] =
            [Static("System.Threading.Monitor", "Enter", ["System.Object"], "System.Void")],
        [Static(Text, "Format", [Text, "System.Object"], Text)] = [Format],
        [Static(Text, "Format", [Text, "System.Object", "System.Object"], Text)] = [Format],
        [Static(Text, "Format", [Text, "System.Object", "System.Object", "System.Object"], Text)] = [Format],
        [Instance(Text, "Equals", [Text], "System.Boolean")] = [Instance(Text, "Equals", ["System.Object"], "System.Boolean")],
        [Instance(Text, "Trim", ["System.Char"], Text)] = [Trim],
        [Instance(Text, "TrimStart", ["System.Char"], Text)] = [TrimStart],
        [Instance(Text, "TrimStart", [], Text)] = [TrimStart],
        [Instance(Text, "TrimEnd", ["System.Char"], Text)] = [TrimEnd],
        [Instance(Text, "TrimEnd", [], Text)] = [TrimEnd],

        // The device's System.Type has no operators: == is a comparison of references there, which is what the host's does.
        [Static("System.Type", "op_Equality", ["System.Type", "System.Type"], "System.Boolean")] = [],
        [Static("System.Type", "op_Inequality", ["System.Type", "System.Type"], "System.Boolean")] = [],

        // text + char: recent host compilers build it from spans.
        [Static(Text, "op_Implicit", [Text], CharSpanOf("System.Char"))] = [],
        [Static(Text, "Concat", [CharSpan, CharSpan], Text)] = [Concat(2), CharToString],
        [Static(Text, "Concat", [CharSpan, CharSpan, CharSpan], Text)] = [Concat(3), CharToString],
        [Static(Text, "Concat", [CharSpan, CharSpan, CharSpan, CharSpan], Text)] = [Concat(4), CharToString],
    };

    /// <summary>Host base classes that the device lacks: their members stand in the derived class there.</summary>
    private static readonly Dictionary<string, string[]> Relocated = new(StringComparer.Ordinal)
    {
        ["System.Threading.EventWaitHandle"] = ["System.Threading.AutoResetEvent", "System.Threading.ManualResetEvent"],
    };

    private readonly AssemblySet set;
    private readonly DeviceContract contract;

    public HostLowering(AssemblySet set, DeviceContract contract)
    {
        this.set = set;
        this.contract = contract;
    }

    /// <summary>A type that only exists because the host compiler lowers interpolation to it.</summary>
    public static bool IsInterpolationHandler(string typeName) => typeName is Handler or BuilderHandler;

    /// <summary>A helper that the compiler put into our assembly to throw for an unmatched switch expression.</summary>
    public static bool IsThrowHelper(MethodDefinition method) =>
        method.DeclaringType.Name == "<PrivateImplementationDetails>" &&
            method.Name.StartsWith("Throw", StringComparison.Ordinal);

    /// <summary>
    /// The device members that the device compiler would use in place of <paramref name="target"/>;
    /// null when it would use that very member.
    /// </summary>
    public IReadOnlyList<DeviceMember>? Lower(MethodDefinition caller, Instruction instruction, MethodReference target)
    {
        string type = MemberKey.TypeName(target.DeclaringType);
        if (IsInterpolationHandler(type))
        {
            return target.Name == ".ctor" ? [Format] : [];
        }

        if (type == CharSpan)
        {
            // A span held in a variable would be a span written in the source: that stays a finding.
            return target.Name == ".ctor" &&
                !caller.Body.Variables.Any(v => MemberKey.TypeName(v.VariableType) == CharSpan) ? [] : null;
        }

        if (target is GenericInstanceMethod generic)
        {
            return LowerGeneric(caller, instruction, generic, type);
        }

        DeviceMember asked = new(type, MemberKey.Of(target));
        if (contract.HasMember(type, asked.Key))
        {
            return null;
        }

        if (type == "System.Text.StringBuilder" && target.Name is "Append" or "AppendLine" &&
            target.Parameters.Count == 1 && MemberKey.TypeName(target.Parameters[0].ParameterType) == BuilderHandler + "&")
        {
            return [Instance(type, target.Name, [Text], type)];
        }

        if (type == Text && target.Name == "Split" && MemberKey.TypeName(target.Parameters[0].ParameterType) == "System.Char" &&
            target.Parameters.Count == 2 && instruction.Previous?.OpCode.Code == Code.Ldc_I4_0)
        {
            return [Split];
        }

        return Relocate(asked) ?? Overloads.GetValueOrDefault(asked);
    }

    private DeviceMember[]? Relocate(DeviceMember asked)
    {
        string? home = Relocated.GetValueOrDefault(asked.TypeName)?.FirstOrDefault(t => contract.HasMember(t, asked.Key));
        return home is null ? null : [new DeviceMember(home, asked.Key)];
    }

    private DeviceMember[]? LowerGeneric(
        MethodDefinition caller, Instruction instruction, GenericInstanceMethod generic, string type)
    {
        // A field-like event: without the generic CompareExchange the compiler makes the accessor synchronized instead.
        bool accessor = caller.IsAddOn || caller.IsRemoveOn;
        if (accessor && type == "System.Threading.Interlocked" && generic.Name == "CompareExchange")
        {
            return [];
        }

        // A params call without arguments: the device compiler allocates the empty array in place.
        if (type == "System.Array" && generic.Name == "Empty" && instruction.Next?.Operand is MethodReference next &&
            next.Parameters.Count > 0 && next.Parameters[^1].ParameterType is ArrayType { ElementType: var element } &&
            MemberKey.TypeName(element) == MemberKey.TypeName(generic.GenericArguments[0]) &&
            TakesParams(next))
        {
            return [];
        }

        return null;
    }

    private bool TakesParams(MethodReference method) =>
        set.Find(method)?.Parameters[^1].CustomAttributes.Any(a => a.AttributeType.Name == "ParamArrayAttribute") ??
        ParamsMembers.Contains(MemberKey.TypeName(method.DeclaringType), method.Name);

    private static string CharSpanOf(string element) => $"System.ReadOnlySpan`1<{element}>";

    private static DeviceMember Concat(int count) => Static(Text, "Concat", Enumerable.Repeat(Text, count), Text);

    private static DeviceMember Static(string type, string name, IEnumerable<string> parameters, string result) =>
        new(type, MemberKey.Method(name, parameters, result, isStatic: true));

    private static DeviceMember Instance(string type, string name, IEnumerable<string> parameters, string result) =>
        new(type, MemberKey.Method(name, parameters, result, isStatic: false));
}
