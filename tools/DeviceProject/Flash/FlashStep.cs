using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>One call of nanoff.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Title">The same for a person, with what not to do meanwhile.</param>
/// <param name="Arguments">nanoff's arguments.</param>
/// <param name="Files">Files that it puts onto the device.</param>
public sealed record FlashStep(FlashStepKind Kind, string Title, IReadOnlyList<string> Arguments, IReadOnlyList<FlashFile> Files)
{
    /// <summary>The command as one would type it.</summary>
    public string CommandLine => "nanoff " + string.Join(' ', Arguments.Select(Quote));

    private static string Quote(string argument) =>
        argument.Any(c => char.IsWhiteSpace(c) || c is '"' or '\\' or '$')
            ? OperatingSystem.IsWindows() ? $"\"{argument}\"" : $"'{argument}'"
            : argument;
}
