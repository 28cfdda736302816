using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>NC124: a catch that does nothing.</summary>
internal sealed class EmptyCatchRule : Rule
{
    public override string Id => "NC124";

    public override string Title => "empty catch";

    public override string Why => "A swallowed failure ends as a reading that is lost without anybody being told.";

    public override string Instead => "Set or return a named status, or count the failure.";

    public override void OnMethod(MethodDefinition method, RuleContext context)
    {
        if (!method.HasBody)
        {
            return;
        }

        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            if (handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter && IsEmpty(handler))
            {
                context.Report(this, new CodePlace(method.DeclaringType, method, handler.HandlerStart),
                    "the catch block does nothing");
            }
        }
    }

    private static bool IsEmpty(ExceptionHandler handler)
    {
        for (Instruction? i = handler.HandlerStart; i is not null && i != handler.HandlerEnd; i = i.Next)
        {
            if (i.OpCode.Code is not (Code.Pop or Code.Nop or Code.Leave or Code.Leave_S))
            {
                return false;
            }
        }

        return true;
    }
}
