using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Where the sources of the device assembly are.</summary>
public static class DeviceSources
{
    private static readonly string[] PortableFolders = ["Buffering", "Sensors", "Firmware/Core"];

    /// <summary>Folders below a portable one, or beside them, that only the device compiles.</summary>
    private static readonly string[] DeviceFolders = ["Sensors/Drivers", "Firmware/Device"];

    private static readonly string[] PortableAssemblies =
        ["ZhiSan.Edge.Buffering", "ZhiSan.Edge.Sensors", "ZhiSan.Edge.Core", "ZhiSan.Edge.Tests.Portable"];

    /// <summary>Files that are compiled on the host as well.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<string> Portable(string root)
    {
        string[] without = [.. DeviceFolders.Select(f => Folder(root, f) + Path.DirectorySeparatorChar)];
        return PortableFolders.SelectMany(f => SourcesIn(Folder(root, f)))
            .Where(f => !without.Any(w => f.StartsWith(w, System.StringComparison.Ordinal))).ToList();
    }

    /// <summary>The portable tests with the code they test: the unit-test assembly of the device.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<string> PortableTests(string root) =>
        [.. Portable(root), Path.Combine(root, "Tests", "Portable")];

    /// <summary>The portable assemblies that a build left in a folder.</summary>
    /// <param name="folder">For example the folder of a program that refers to them.</param>
    public static IReadOnlyList<string> AssembliesIn(string folder) =>
        PortableAssemblies.Select(a => Path.Combine(folder, a + ".dll")).Where(File.Exists).ToList();

    /// <summary>All of the device assembly: portable files, and the folders that only the device compiles.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<string> All(string root) =>
        [.. Portable(root), .. DeviceFolders.Select(f => Folder(root, f)).Where(Directory.Exists)];

    private static string Folder(string root, string name) =>
        Path.GetFullPath(Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar)));

    private static IEnumerable<string> SourcesIn(string folder) =>
        Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f =>
            !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
