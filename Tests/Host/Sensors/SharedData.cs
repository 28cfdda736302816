using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace ZhiSan.Edge.Tests.Host.Sensors;

/// <summary>
/// The shared data folder beside the repository. Its files are not ours to copy, so a clone alone does not have them.
/// </summary>
internal static class SharedData
{
    /// <summary>The full path of a shared file, or null when there is none on this machine.</summary>
    /// <param name="relativePath">For example <c>data/room-climate.csv</c>.</param>
    public static string? Find(string relativePath) =>
        FindAbove(Path.GetDirectoryName(SourceFile()), relativePath) ?? FindAbove(AppContext.BaseDirectory, relativePath);

    private static string? FindAbove(string? folder, string relativePath)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "ZhiSan.Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        if (folder is null)
        {
            return null;
        }

        string path = Path.GetFullPath(Path.Combine(folder, "..", "shared", relativePath));
        return File.Exists(path) ? path : null;
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
