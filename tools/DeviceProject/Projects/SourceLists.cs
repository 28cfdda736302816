using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>
/// Keeps what nanoFramework's classic projects must list by hand equal to what is there: sources, references, packages.config and
/// the constants made from nf.config.
/// </summary>
public static class SourceLists
{
    private const string Remedy = "run: zhisan nfconfig write";

    /// <summary>Brings all files up to date.</summary>
    /// <param name="root">Folder of the solution.</param>
    /// <param name="config">nf.config, valid.</param>
    /// <returns>The files that changed, relative to the solution.</returns>
    /// <exception cref="NfConfigException">A project file lacks the groups to write into.</exception>
    public static IReadOnlyList<string> Write(string root, NfConfig config)
    {
        List<string> changed = [];
        foreach ((string file, string text) in Wanted(root, config))
        {
            string path = Path.Combine(root, file);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                File.WriteAllText(path, text);
                changed.Add(file);
            }
        }

        return changed;
    }

    /// <summary>Says in which way the files are not up to date; empty when they are.</summary>
    /// <param name="root">Folder of the solution.</param>
    /// <param name="config">nf.config, valid.</param>
    public static IReadOnlyList<NfProblem> Check(string root, NfConfig config)
    {
        List<NfProblem> problems = [];
        foreach (DeviceProjectKind kind in Enum.GetValues<DeviceProjectKind>())
        {
            CheckSources(root, kind, problems);
            CheckReferences(root, kind, config, problems);
        }

        // Whatever the more telling checks did not name.
        foreach ((string file, string text) in Wanted(root, config))
        {
            if (!problems.Any(p => p.File == file) && File.ReadAllText(Path.Combine(root, file)) != text)
            {
                problems.Add(new NfProblem(file, 0, "content", $"does not follow from nf.config and the sources: {Remedy}"));
            }
        }

        return problems;
    }

    private static IEnumerable<(string File, string Text)> Wanted(string root, NfConfig config)
    {
        foreach (DeviceProjectKind kind in Enum.GetValues<DeviceProjectKind>())
        {
            ProjectFile project = ProjectFile.Of(kind);
            yield return (project.File, project.Render(File.ReadAllText(Path.Combine(root, project.File)), root, config));
            yield return (project.PackagesFile, project.RenderPackages(config));
        }

        yield return (BuildDefaultsFile.Name, BuildDefaultsFile.Render(config));
    }

    private static void CheckSources(string root, DeviceProjectKind kind, List<NfProblem> problems)
    {
        ProjectFile project = ProjectFile.Of(kind);
        string[] listed = [.. project.ListedSources(root)];
        IReadOnlyList<string> there = SourceFolders.Sources(root, kind);
        foreach (string file in listed.Except(there))
        {
            string why = File.Exists(Path.Combine(root, file)) ? "does not belong into this project" : "does not exist";
            problems.Add(new NfProblem(project.File, 0, file, $"is listed, but {why}: {Remedy}"));
        }

        problems.AddRange(there.Except(listed).Select(f => new NfProblem(project.File, 0, f, $"is not listed: {Remedy}")));
        problems.AddRange(listed.GroupBy(f => f).Where(g => g.Count() > 1)
            .Select(g => new NfProblem(project.File, 0, g.Key, $"is listed twice: {Remedy}")));
    }

    private static void CheckReferences(string root, DeviceProjectKind kind, NfConfig config, List<NfProblem> problems)
    {
        ProjectFile project = ProjectFile.Of(kind);
        Dictionary<string, string> wanted = config.Packages.Where(p => p.Projects.Contains(kind.ToString()))
            .ToDictionary(p => p.Id, p => p.Version);
        Dictionary<string, string> listed = [];
        foreach (XElement package in XDocument.Load(Path.Combine(root, project.PackagesFile)).Root!.Elements("package"))
        {
            listed[(string)package.Attribute("id")!] = (string)package.Attribute("version")!;
        }

        foreach ((string id, string version) in wanted)
        {
            if (!listed.TryGetValue(id, out string? found))
            {
                problems.Add(new NfProblem(project.PackagesFile, 0, id, $"is missing: {Remedy}"));
            }
            else if (found != version)
            {
                problems.Add(new NfProblem(project.PackagesFile, 0, id, $"is {found}, nf.config says {version}: {Remedy}"));
            }
        }

        problems.AddRange(listed.Keys.Except(wanted.Keys)
            .Select(id => new NfProblem(project.PackagesFile, 0, id, "is not in nf.config: add it there, or remove it here")));
    }
}
