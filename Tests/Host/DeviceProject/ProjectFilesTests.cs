using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Mono.Cecil;
using Xunit;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.NanoCheck;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.DeviceProject;

/// <summary>The classic project files, which nobody can build here, say what is there.</summary>
public sealed class ProjectFilesTests
{
    private static readonly NfConfig Config = NfConfig.Load(Path.Combine(Repository.Root, NfConfig.FileName));

    public static TheoryData<DeviceProjectKind> Kinds => [.. Enum.GetValues<DeviceProjectKind>()];

    [Fact]
    public void Every_source_is_listed_none_is_forgotten_and_versions_are_those_of_nf_config() =>
        Assert.Empty(SourceLists.Check(Repository.Root, Config));

    [Fact]
    public void Gate_compiles_what_the_projects_list()
    {
        IEnumerable<SourceAssembly> gate = [.. DeviceSources.Image(Repository.Root), DeviceSources.Tests(Repository.Root)];
        foreach ((SourceAssembly assembly, DeviceProjectKind kind) in gate.Zip(Enum.GetValues<DeviceProjectKind>()))
        {
            Assert.Equal(assembly.Name, Property(kind, "AssemblyName"));
            Assert.Equal(
                SourceFolders.Sources(Repository.Root, kind).Where(f => !f.EndsWith("/AssemblyInfo.cs", StringComparison.Ordinal)),
                assembly.Paths.Select(p => Path.GetRelativePath(Repository.Root, p).Replace('\\', '/')).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_that_a_project_imports_refers_to_or_lists_is_there(DeviceProjectKind kind)
    {
        string folder = Path.GetDirectoryName(FileOf(kind))!;
        string[] named =
        [
            .. Elements(kind, "Compile").Concat(Elements(kind, "ProjectReference")).Concat(Elements(kind, "None"))
                .Select(e => (string)e.Attribute("Include")!),
            .. Elements(kind, "Import").Select(e => (string)e.Attribute("Project")!).Where(p => !p.Contains('$', StringComparison.Ordinal)),
        ];

        Assert.Equal([], named.Where(n => !File.Exists(Path.Combine(folder, n.Replace('\\', '/')))));
        Assert.Contains(named, n => n.EndsWith("nf.config", StringComparison.Ordinal));
    }

    // packages.config has no closure: what is not listed is not there.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Project_refers_to_every_assembly_that_its_code_refers_to(DeviceProjectKind kind)
    {
        SourceAssembly[] all = [.. DeviceSources.Image(Repository.Root), DeviceSources.Tests(Repository.Root)];
        DeviceCompilation compiled = DeviceCompiler.Compile(DeviceContract.Embedded(), all.Take((int)kind + 1))[^1];
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(compiled.Assembly!));

        string[] offered =
        [
            .. Elements(kind, "Reference").Select(e => (string)e.Attribute("Include")!),
            .. Elements(kind, "ProjectReference").Select(e => Path.GetFileNameWithoutExtension(((string)e.Attribute("Include")!).Replace('\\', '/')))
                .Select(p => Property(Enum.Parse<DeviceProjectKind>(p), "AssemblyName")),
        ];
        Assert.Equal([], assembly.MainModule.AssemblyReferences.Select(r => OldFamily(r.Name)).Except(offered));
    }

    [Fact]
    public void Solution_builds_every_device_project_under_Device_and_under_nothing_else()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "ZhiSan.Edge.sln"));
        foreach (DeviceProjectKind kind in Enum.GetValues<DeviceProjectKind>())
        {
            string guid = Property(kind, "ProjectGuid");
            string path = Path.GetRelativePath(Repository.Root, FileOf(kind)).Replace('/', '\\');
            Assert.Contains($"\"{path}\", \"{guid}\"", solution, StringComparison.Ordinal);
            Assert.Contains($"{guid}.Device|Any CPU.Build.0 = Release|Any CPU", solution, StringComparison.Ordinal);
            Assert.DoesNotContain($"{guid}.Debug|Any CPU.Build.0", solution, StringComparison.Ordinal);
            Assert.DoesNotContain($"{guid}.Release|Any CPU.Build.0", solution, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Test_assembly_has_the_one_name_that_the_launcher_loads() =>
        Assert.Equal("NFUnitTest", Property(DeviceProjectKind.Tests, "AssemblyName"));

    [Fact]
    public void Forgotten_source_a_source_that_is_gone_and_another_version_are_each_found()
    {
        string root = Directory.CreateTempSubdirectory("projects-").FullName;
        try
        {
            CopyProjects(root);
            Assert.Empty(SourceLists.Check(root, Config));

            File.WriteAllText(Path.Combine(root, "Buffering", "Forgotten.cs"), "");
            File.Delete(Path.Combine(root, "Firmware", "Device", "Program.cs"));
            Edit(root, "Tests/packages.config", "1.17.11", "1.17.10");

            string found = string.Join('\n', SourceLists.Check(root, Config));
            Assert.Contains("Firmware/Library/Library.nfproj: Buffering/Forgotten.cs: is not listed", found, StringComparison.Ordinal);
            Assert.Contains("Firmware/Firmware.nfproj: Firmware/Device/Program.cs: is listed, but does not exist", found, StringComparison.Ordinal);
            Assert.Contains("nanoFramework.CoreLibrary: is 1.17.10, nf.config says 1.17.11", found, StringComparison.Ordinal);

            Assert.Equal(3, SourceLists.Write(root, Config).Count);
            Assert.Empty(SourceLists.Check(root, Config));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // The API lists have the new UnitsNet family; the driver packages depend on the old one, whose members are the same.
    private static string OldFamily(string assembly) =>
        assembly.StartsWith("nanoFramework.UnitsNet.", StringComparison.Ordinal) ? assembly["nanoFramework.".Length..] : assembly;

    private static string FileOf(DeviceProjectKind kind) =>
        Directory.GetFiles(Repository.Root, $"{kind}.nfproj", SearchOption.AllDirectories).Single();

    private static IEnumerable<XElement> Elements(DeviceProjectKind kind, string name) =>
        XDocument.Load(FileOf(kind)).Descendants().Where(e => e.Name.LocalName == name);

    private static string Property(DeviceProjectKind kind, string name) => Elements(kind, name).Single().Value;

    private static void Edit(string root, string file, string old, string with)
    {
        string path = Path.Combine(root, file);
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }

    private static void CopyProjects(string root)
    {
        foreach (DeviceProjectKind kind in Enum.GetValues<DeviceProjectKind>())
        {
            string folder = Path.GetDirectoryName(FileOf(kind))!;
            IEnumerable<string> files = SourceFolders.Sources(Repository.Root, kind)
                .Append(Path.GetRelativePath(Repository.Root, FileOf(kind)))
                .Append(Path.GetRelativePath(Repository.Root, Path.Combine(folder, "packages.config")));
            foreach (string file in files)
            {
                string to = Path.Combine(root, file);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(Path.Combine(Repository.Root, file), to, overwrite: true);
            }
        }
    }
}
