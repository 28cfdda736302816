using System;
using System.IO;

namespace ZhiSan.Edge.Cli;

/// <summary>Finds the project's folder for the commands that work on its sources.</summary>
internal static class RepositoryRoot
{
    /// <summary>The nearest folder upwards from the working folder, or from the program, that holds the solution.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static string Find()
    {
        return FindFrom(Directory.GetCurrentDirectory()) ?? FindFrom(AppContext.BaseDirectory)
            ?? throw new CliException("the project's sources are not here: run this inside the project's folder");
    }

    private static string? FindFrom(string folder)
    {
        for (DirectoryInfo? at = new(folder); at != null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ZhiSan.Edge.sln")))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
