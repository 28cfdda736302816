namespace ZhiSan.Edge.Buffering.Records;

/// <summary>How the run before a boot ended. The numbers are on flash: never renumber.</summary>
public static class StopCause
{
    /// <summary>There was no run before: the journal was just formatted.</summary>
    public const byte FirstBoot = 0;

    /// <summary>No clean-stop mark was found: the power went, or the chip was reset.</summary>
    public const byte Power = 1;

    /// <summary>The gateway stopped on request and left its mark.</summary>
    public const byte Clean = 2;

    /// <summary>The gateway caught its own failure and restarted; the text says which.</summary>
    public const byte Panic = 3;
}
