namespace ZhiSan.Edge.DeviceProject;

/// <summary>What a call of nanoff came to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All that it wrote.</param>
public sealed record NanoffResult(int ExitCode, string Output);
