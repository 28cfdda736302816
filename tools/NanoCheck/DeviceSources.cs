using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Which sources make up which assembly of the device.</summary>
public static class DeviceSources
{
    /// <summary>Folders below a portable one, or beside them, that only the device compiles.</summary>
    private static readonly string[] DeviceFolders = ["Sensors/Drivers", "Firmware/Device"];

    private static readonly string[] PortableAssemblies =
        ["ZhiSan.Edge.Buffering", "ZhiSan.Edge.Sensors", "ZhiSan.Edge.Core", "ZhiSan.Edge.Tests.Portable"];

    /// <summary>
    /// The assemblies that go onto the device, in the order in which they are built. More than one, because an assembly holds
    /// at most 65,535 bytes of byte code (Firmware/README.md).
    /// </summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<SourceAssembly> Image(string root) =>
    [
        .. PortableImage(root),
        new SourceAssembly("ZhiSan.Edge.Firmware", [.. DeviceFolders.SelectMany(f => SourcesIn(root, f))]),
    ];

    /// <summary>Those of them that the host compiles as well.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static IReadOnlyList<SourceAssembly> PortableImage(string root) =>
    [
        new SourceAssembly("ZhiSan.Edge.Library", [.. SourcesIn(root, "Buffering"), .. SourcesIn(root, "Sensors")]),
        new SourceAssembly("ZhiSan.Edge.CoreLibrary", [.. SourcesIn(root, "Firmware/Core")]),
    ];

    /// <summary>The portable tests: the unit-test assembly of the device, which is built after <see cref="PortableImage"/>.</summary>
    /// <param name="root">Folder of the solution.</param>
    public static SourceAssembly Tests(string root) => new("NFUnitTest", [.. SourcesIn(root, "Tests/Portable")]);

    /// <summary>The portable assemblies that a build left in a folder.</summary>
    /// <param name="folder">For example the folder of a program that refers to them.</param>
    public static IReadOnlyList<string> AssembliesIn(string folder) =>
        PortableAssemblies.Select(a => Path.Combine(folder, a + ".dll")).Where(File.Exists).ToList();

    // A folder's sources without those below it that another assembly compiles.
    private static IEnumerable<string> SourcesIn(string root, string folder)
    {
        string full = Path.GetFullPath(Path.Combine(root, folder));
        string[] without =
        [
            .. DeviceFolders.Where(d => d.StartsWith(folder + "/", StringComparison.Ordinal))
                .Select(d => Path.GetFullPath(Path.Combine(root, d)) + Path.DirectorySeparatorChar),
        ];
        return Directory.GetFiles(full, "*.cs", SearchOption.AllDirectories).Where(f =>
            !without.Any(w => f.StartsWith(w, StringComparison.Ordinal)) &&
            !Path.GetRelativePath(full, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }
}
