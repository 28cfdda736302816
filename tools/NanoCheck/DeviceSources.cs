using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Where the sources of the device assembly are.</summary>
public static class DeviceSources
{
    private static readonly string[] PortableFolders = ["Buffering", "Sensors", "Firmware/Core"];

    private static readonly string[] PortableAssemblies =
        ["ZhiSan.Edge.Buffering", "ZhiSan.Edge.Sensors", "ZhiSan.Edge.Core", "ZhiSan.Edge.Tests.Portable"];

    /// <summary>Folders that are compiled on the host as well.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<string> Portable(string root) => PortableFolders.Select(f => Path.Combine(root, f)).ToList();

    /// <summary>Folders of the portable tests with the code they test: the unit-test assembly of the device.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<string> PortableTests(string root) =>
        [.. Portable(root), Path.Combine(root, "Tests", "Portable")];

    /// <summary>The portable assemblies that a build left in a folder.</summary>
    /// <param name="folder">For example the folder of a program that refers to them.</param>
    public static IReadOnlyList<string> AssembliesIn(string folder) =>
        PortableAssemblies.Select(a => Path.Combine(folder, a + ".dll")).Where(File.Exists).ToList();

    /// <summary>All folders of the device assembly.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<string> All(string root) =>
        Portable(root).Append(Path.Combine(root, "Firmware", "Device")).Where(Directory.Exists).ToList();
}
