namespace ZhiSan.Edge.DeviceProject;

/// <summary>Something wrong in a file: where, what, and what to write instead.</summary>
/// <param name="File">The file, relative to the solution.</param>
/// <param name="Line">Line, from 1; 0 when the whole file is meant.</param>
/// <param name="Key">Element or item.</param>
/// <param name="Message">What is wrong and what to write.</param>
public sealed record NfProblem(string File, int Line, string Key, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Key}: {Message}" : $"{File}: {Key}: {Message}";
}
