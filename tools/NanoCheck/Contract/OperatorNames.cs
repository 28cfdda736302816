using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Operators: their IL names and their C# spelling.</summary>
internal static class OperatorNames
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["op_Equality"] = "==", ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<", ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=", ["op_GreaterThanOrEqual"] = ">=",
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/", ["op_Modulus"] = "%",
        ["op_UnaryPlus"] = "+", ["op_UnaryNegation"] = "-", ["op_LogicalNot"] = "!", ["op_OnesComplement"] = "~",
        ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|", ["op_ExclusiveOr"] = "^",
        ["op_LeftShift"] = "<<", ["op_RightShift"] = ">>", ["op_Increment"] = "++", ["op_Decrement"] = "--",
    };

    private static readonly Dictionary<string, string> Pairs = new(StringComparer.Ordinal)
    {
        ["op_Equality"] = "op_Inequality", ["op_Inequality"] = "op_Equality",
        ["op_LessThan"] = "op_GreaterThan", ["op_GreaterThan"] = "op_LessThan",
        ["op_LessThanOrEqual"] = "op_GreaterThanOrEqual", ["op_GreaterThanOrEqual"] = "op_LessThanOrEqual",
    };

    /// <summary>The C# symbol, or null for a name that is no operator (or a conversion).</summary>
    public static string? Symbol(string name) => Symbols.GetValueOrDefault(name);

    /// <summary>The operator that C# wants declared together with this one, or null.</summary>
    public static string? Pair(string name) => Pairs.GetValueOrDefault(name);
}
