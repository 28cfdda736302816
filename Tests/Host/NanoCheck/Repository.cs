using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Folder of the device's full API lists beside the repository; it may be absent.</summary>
    public static string ApiLists { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "nanoframework-api"));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (string start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile)! })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ZhiSan.Edge.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("ZhiSan.Edge.sln is not above the test assembly nor above its sources");
    }
}
