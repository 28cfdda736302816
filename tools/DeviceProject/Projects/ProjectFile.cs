using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>A classic .nfproj: which of its groups are written, and how.</summary>
internal sealed class ProjectFile
{
    private const string SourcesLabel = "Sources";
    private const string ReferencesLabel = "References";

    private readonly DeviceProjectKind kind;
    private readonly string folder;

    private ProjectFile(DeviceProjectKind kind)
    {
        this.kind = kind;
        folder = FolderOf(kind);
    }

    /// <summary>The project, relative to the solution.</summary>
    public string File => $"{folder}/{kind}.nfproj";

    /// <summary>Its package list, relative to the solution.</summary>
    public string PackagesFile => $"{folder}/packages.config";

    public static ProjectFile Of(DeviceProjectKind kind) => new(kind);

    /// <summary>A project's folder, relative to the solution.</summary>
    public static string FolderOf(DeviceProjectKind kind) =>
        kind is DeviceProjectKind.Library or DeviceProjectKind.CoreLibrary ? $"Firmware/{kind}" : kind.ToString();

    /// <summary>The sources it lists now, relative to the solution.</summary>
    public IEnumerable<string> ListedSources(string root) =>
        XDocument.Load(Path.Combine(root, File)).Descendants().Where(e => e.Name.LocalName == "Compile")
            .Select(e => FromProject((string)e.Attribute("Include")!));

    /// <summary>The project's text with both groups as they should be; everything else stays as it is.</summary>
    public string Render(string text, string root, NfConfig config)
    {
        text = Replace(text, SourcesLabel, SourceFolders.Sources(root, kind).Select(RenderSource));
        return Replace(text, ReferencesLabel, Packages(config).SelectMany(p => p.Assemblies.Select(a => RenderReference(p, a))));
    }

    /// <summary>The whole of packages.config.</summary>
    public string RenderPackages(NfConfig config)
    {
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<packages>\n");
        foreach (NfPackage package in Packages(config))
        {
            string development = package.Id == "nanoFramework.TestFramework" ? " developmentDependency=\"true\"" : "";
            text.Append($"  <package id=\"{package.Id}\" version=\"{package.Version}\" targetFramework=\"netnano1.0\"{development} />\n");
        }

        return text.Append("</packages>\n").ToString();
    }

    private IEnumerable<NfPackage> Packages(NfConfig config) =>
        config.Packages.Where(p => p.Projects.Contains(kind.ToString())).OrderBy(p => p.Id, StringComparer.Ordinal);

    // From the project's folder to the solution's.
    private string Up => string.Concat(folder.Split('/').Select(_ => @"..\"));

    private string RenderSource(string source)
    {
        string own = folder + "/";
        if (source.StartsWith(own, StringComparison.Ordinal))
        {
            return $"    <Compile Include=\"{source[own.Length..].Replace('/', '\\')}\" />\n";
        }

        string windows = source.Replace('/', '\\');
        return $"    <Compile Include=\"{Up}{windows}\">\n      <Link>{windows}</Link>\n    </Compile>\n";
    }

    private string RenderReference(NfPackage package, string assembly)
    {
        // The launcher of the tests is the one assembly that is a program.
        string extension = assembly == "nanoFramework.UnitTestLauncher" ? "exe" : "dll";
        string hint = $@"{Up}packages\{package.Id}.{package.Version}\{package.LibFolder}\{assembly}.{extension}";
        return $"    <Reference Include=\"{assembly}\">\n      <HintPath>{hint}</HintPath>\n      <Private>True</Private>\n    </Reference>\n";
    }

    private string FromProject(string include)
    {
        string path = include.Replace('\\', '/');
        string up = Up.Replace('\\', '/');
        return path.StartsWith(up, StringComparison.Ordinal) ? path[up.Length..] : $"{folder}/{path}";
    }

    private string Replace(string text, string label, IEnumerable<string> lines)
    {
        string opening = $"  <ItemGroup Label=\"{label}\">\n";
        int start = text.IndexOf(opening, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf("  </ItemGroup>", start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new NfConfigException($"{File}: there is no <ItemGroup Label=\"{label}\"> to write into: add an empty one");
        }

        return text[..(start + opening.Length)] + string.Concat(lines) + text[end..];
    }
}
