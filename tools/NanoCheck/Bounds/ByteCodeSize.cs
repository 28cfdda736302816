using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Size of a method body as nanoFramework's metadata processor writes it.</summary>
internal static class ByteCodeSize
{
    private const int HandlerBytes = 12;

    /// <summary>
    /// IL with tokens and long branch targets of 2 bytes in place of 4, switch tables of 1 + 2n in place of 4 + 4n,
    /// then 12 bytes per exception handler and one byte that counts them. No method header: that is in the table row.
    /// </summary>
    public static int Of(MethodDefinition method)
    {
        if (!method.HasBody)
        {
            return 0;
        }

        int size = 0;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            size += instruction.OpCode.Size + OperandSize(instruction);
        }

        int handlers = method.Body.ExceptionHandlers.Count;
        return size + (handlers == 0 ? 0 : (HandlerBytes * handlers) + 1);
    }

    private static int OperandSize(Instruction instruction) => instruction.OpCode.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or
            OperandType.ShortInlineVar or OperandType.ShortInlineArg => 1,
        OperandType.InlineBrTarget or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or
            OperandType.InlineTok or OperandType.InlineString or OperandType.InlineVar or
            OperandType.InlineArg or OperandType.InlineSig => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 1 + (2 * ((Instruction[])instruction.Operand).Length),
        _ => 4,
    };
}
