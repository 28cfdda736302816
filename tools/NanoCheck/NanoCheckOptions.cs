using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>What to check, against what, and within which bounds.</summary>
public sealed record NanoCheckOptions
{
    /// <summary>Compiled assemblies (portable code built by the host), with their PDB files beside them.</summary>
    public IReadOnlyList<string> AssemblyPaths { get; init; } = [];

    /// <summary>
    /// What makes up the device's assemblies, in the order in which they are built: each sees those before it. They are compiled
    /// against reference declarations generated from the contract, exactly as the device compiler would see them, and the
    /// results are checked like assemblies.
    /// </summary>
    public IReadOnlyList<SourceAssembly> SourceAssemblies { get; init; } = [];

    /// <summary>What the device has, as far as we use it. The embedded contract when null.</summary>
    public DeviceContract? Contract { get; init; }

    /// <summary>Folder with the device's full API lists, when it is at hand; only makes messages more precise.</summary>
    public string? ApiListFolder { get; init; }

    /// <summary>Assemblies that must be pure: no clock, thread, socket, file, chance or console.</summary>
    public IReadOnlyList<string> PureAssemblies { get; init; } =
        ["ZhiSan.Edge.Core", "ZhiSan.Edge.Buffering", "ZhiSan.Edge.Sensors"];

    /// <summary>Assemblies in which floating point is worth a warning.</summary>
    public IReadOnlyList<string> FixedPointAssemblies { get; init; } = ["ZhiSan.Edge.Buffering"];

    /// <summary>Assemblies that do not go into the device image (tests); they are checked, but not counted.</summary>
    public IReadOnlyList<string> NotInImage { get; init; } = ["ZhiSan.Edge.Tests.Portable", "NFUnitTest"];

    /// <summary>What the image shall have, in bytes as PE files: what is above is printed, and turns nothing red.</summary>
    public int ImageTargetBytes { get; init; } = 160 * 1024;

    /// <summary>What the image must not exceed, in bytes as PE files.</summary>
    public int ImageBudgetBytes { get; init; } = 224 * 1024;

    /// <summary>Budget for static data (constant tables and static fields), in bytes.</summary>
    public int StaticDataBudgetBytes { get; init; } = 8 * 1024;

    /// <summary>Budget for one method, in IL bytes: what an interpreter step may cost is bounded by what it may
    /// contain.</summary>
    public int MethodBudgetBytes { get; init; } = 4 * 1024;
}
