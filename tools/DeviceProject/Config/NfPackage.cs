using System.Collections.Generic;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>A nanoFramework package.</summary>
/// <param name="Id">Package id.</param>
/// <param name="Version">Exact version.</param>
/// <param name="Assemblies">Assemblies in it, without extension.</param>
/// <param name="Projects">Which projects use it: names of <see cref="DeviceProjectKind"/>.</param>
/// <param name="Line">Line in nf.config.</param>
public sealed record NfPackage(
    string Id, string Version, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Projects, int Line)
{
    /// <summary>Folder of the assemblies in the package: the new UnitsNet family differs from all others.</summary>
    public string LibFolder => Id.StartsWith("nanoFramework.UnitsNet.", System.StringComparison.Ordinal) ? @"lib\netnano1.0" : "lib";
}
