using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Which files make up a device project. The gate compiles the same (a test compares the two).</summary>
public static class SourceFolders
{
    private static readonly string[] DeviceOnly = ["Sensors/Drivers", "Firmware/Device"];

    /// <summary>Sources of a project, relative to the solution, with slashes, sorted.</summary>
    /// <param name="root">Folder of the solution.</param>
    /// <param name="kind">Which project.</param>
    public static IReadOnlyList<string> Sources(string root, DeviceProjectKind kind)
    {
        IEnumerable<string> sources = kind switch
        {
            DeviceProjectKind.Library => Portable(root, "Buffering").Concat(Portable(root, "Sensors")),
            DeviceProjectKind.CoreLibrary => Portable(root, "Firmware/Core"),
            DeviceProjectKind.Firmware => DeviceOnly.SelectMany(f => In(root, f)),
            _ => In(root, "Tests/Portable"),
        };
        return [.. sources.Append(ProjectFile.FolderOf(kind) + "/Properties/AssemblyInfo.cs").Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Portable(string root, string folder) =>
        In(root, folder).Where(f => !DeviceOnly.Any(d => f.StartsWith(d + "/", StringComparison.Ordinal)));

    private static IEnumerable<string> In(string root, string folder)
    {
        string full = Path.Combine(root, folder);
        return !Directory.Exists(full)
            ? []
            : Directory.EnumerateFiles(full, "*.cs", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
                .Where(f => !f.Split('/').Any(part => part is "bin" or "obj"));
    }
}
