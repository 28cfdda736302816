namespace ZhiSan.Edge.Cli;

/// <summary>What the tool's exit codes mean; scripts may rely on them.</summary>
internal static class ExitCodes
{
    /// <summary>Everything that was asked for is done and right.</summary>
    public const int Ok = 0;

    /// <summary>It was done, and the answer is no: incomplete, damaged, failed.</summary>
    public const int No = 1;

    /// <summary>It could not be done as asked: wrong options, missing files, a port in use.</summary>
    public const int Usage = 2;
}
