using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC125: a catch that names an exception the device does not throw.</summary>
internal sealed class CatchTypeRule : Rule
{
    private static readonly HashSet<string> NeverThrown =
        ["System.OverflowException", "System.DivideByZeroException", "System.ArithmeticException"];

    private static readonly HashSet<string> RarelyThrown =
        ["System.IO.IOException", "System.IO.FileNotFoundException", "System.IO.DirectoryNotFoundException",
            "System.IO.PathTooLongException"];

    private static readonly HashSet<string> CatchAll = ["System.Exception", "System.Object", "System.SystemException"];

    public override string Id => "NC125";

    public override string Title => "catch of an exception that the device does not throw";

    public override string Why =>
        "Overflow is never thrown, divide by zero is a plain System.Exception, and so are most errors of files and drivers.";

    public override string Instead =>
        "Catch System.Exception beside it and map both to a named status; check ranges and divisors before.";

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (!method.HasBody)
        {
            return;
        }

        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers.Where(h => h.CatchType is not null))
        {
            string name = handler.CatchType.FullName;
            CodePlace place = new(method.DeclaringType, method, handler.HandlerStart);
            if (NeverThrown.Contains(name))
            {
                context.Report(this, place, $"{name} is never thrown on the device");
            }
            else if (RarelyThrown.Contains(name) && !HasCatchAll(method.Body, handler))
            {
                context.Report(this, place, $"most native file errors are System.Exception there, not {name}");
            }
        }
    }

    // Sibling catch clauses guard the same range.
    private static bool HasCatchAll(MethodBody body, ExceptionHandler handler) => body.ExceptionHandlers.Any(other =>
        other.TryStart == handler.TryStart && other.TryEnd == handler.TryEnd &&
        (other.HandlerType == ExceptionHandlerType.Filter || (other.CatchType is { } type && CatchAll.Contains(type.FullName))));
}
