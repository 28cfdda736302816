using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Which files make up a device project. The gate compiles the same (a test compares the two).</summary>
public static class SourceFolders
{
    private static readonly string[] Portable = ["Buffering", "Sensors", "Firmware/Core"];
    private static readonly string[] DeviceOnly = ["Sensors/Drivers", "Firmware/Device"];

    /// <summary>Sources of a project, relative to the solution, with slashes, sorted.</summary>
    /// <param name="root">Folder of the solution.</param>
    /// <param name="kind">Which project.</param>
    public static IReadOnlyList<string> Sources(string root, DeviceProjectKind kind)
    {
        IEnumerable<string> portable = Portable.SelectMany(f => In(root, f))
            .Where(f => !DeviceOnly.Any(d => f.StartsWith(d + "/", StringComparison.Ordinal)));
        IEnumerable<string> own = kind == DeviceProjectKind.Firmware
            ? DeviceOnly.SelectMany(f => In(root, f)).Append("Firmware/Properties/AssemblyInfo.cs")
            : In(root, "Tests/Portable").Append("Tests/Properties/AssemblyInfo.cs");
        return [.. portable.Concat(own).Distinct().Order(StringComparer.Ordinal)];
    }

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
