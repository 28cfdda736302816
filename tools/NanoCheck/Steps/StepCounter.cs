namespace ZhiSan.Edge.NanoCheck;

/// <summary>What instrumented code has executed so far. One thread at a time.</summary>
public static class StepCounter
{
    /// <summary>
    /// Operations a call stands for: the interpreter makes a frame for it and copies its arguments. An assumption; the public
    /// figures only tell of loops.
    /// </summary>
    public const int CallWeight = 10;

    /// <summary>Operations so far: every IL instruction is one, every call <see cref="CallWeight"/>. Added to by instrumented code.</summary>
    public static long Count;
}
