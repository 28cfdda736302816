using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>The gate: says whether compiled code can run on the device, and what to change where it cannot.</summary>
public static class NanoChecker
{
    /// <summary>Checks assemblies, sources or both.</summary>
    /// <exception cref="FileNotFoundException">An assembly or source does not exist.</exception>
    /// <exception cref="FormatException">The contract has a malformed line.</exception>
    public static NanoCheckReport Run(NanoCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DeviceContract contract = options.Contract ?? DeviceContract.Embedded();
        DeviceContract? lists = options.ApiListFolder is null ? null : DeviceContract.LoadFolder(options.ApiListFolder);
        List<Finding> findings = [];
        List<AssemblyBounds> assemblies = [];
        AssemblyBounds? image = null;

        if (options.SourcePaths.Count > 0)
        {
            DeviceCompilation compilation = DeviceCompiler.Compile(contract, options.SourceAssemblyName, options.SourcePaths);
            findings.AddRange(compilation.Findings);
            if (compilation.Assembly is not null)
            {
                using AssemblySet set = AssemblySet.Load(compilation.Assembly, compilation.Symbols!);
                image = Check(set, contract, lists, options, findings, assemblies);
            }
        }

        if (options.AssemblyPaths.Count > 0 || image is null)
        {
            using AssemblySet set = AssemblySet.Load(options.AssemblyPaths);
            AssemblyBounds merged = Check(set, contract, lists, options, findings, assemblies);
            image ??= merged;
        }

        SuppressionReader suppressions = new();
        ILookup<bool, Finding> sorted = findings
            .OrderBy(f => f.Assembly, StringComparer.Ordinal).ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line).ThenBy(f => f.Id, StringComparer.Ordinal)
            .ToLookup(suppressions.Allows);
        return new NanoCheckReport([.. sorted[false]], [.. sorted[true]], assemblies, image, contract.Lines.Count);
    }

    /// <summary>
    /// Says which lines the contract lacks for these assemblies: those that the device's API lists have, ready to be added,
    /// and the members that do not exist there at all.
    /// </summary>
    /// <param name="assemblies">Paths of compiled assemblies.</param>
    /// <param name="apiListFolder">Folder of the device's API lists.</param>
    /// <param name="contract">The contract to compare with; the embedded one when null.</param>
    public static ContractProposal ProposeContract(
        IEnumerable<string> assemblies, string apiListFolder, DeviceContract? contract = null)
    {
        DeviceContract lists = DeviceContract.LoadFolder(apiListFolder);
        using AssemblySet set = AssemblySet.Load(assemblies);
        return ContractProposer.Propose(set, contract ?? DeviceContract.Embedded(), lists, []);
    }

    /// <summary>The same for device sources, compiled against declarations generated from the full API lists.</summary>
    /// <param name="sources">C# files or folders of them.</param>
    /// <param name="apiListFolder">Folder of the device's API lists.</param>
    /// <param name="contract">The contract to compare with; the embedded one when null.</param>
    public static ContractProposal ProposeContractForSources(
        IEnumerable<string> sources, string apiListFolder, DeviceContract? contract = null)
    {
        DeviceContract lists = DeviceContract.LoadFolder(apiListFolder);
        DeviceCompilation compilation = DeviceCompiler.Compile(lists, "proposal", [.. sources]);
        if (compilation.Assembly is null)
        {
            return new ContractProposal([], [.. compilation.Findings.Select(f => $"{f.File}({f.Line}): {f.Message}")]);
        }

        using AssemblySet set = AssemblySet.Load(compilation.Assembly, compilation.Symbols!);
        return ContractProposer.Propose(set, contract ?? DeviceContract.Embedded(), lists, compilation.Constants);
    }

    /// <summary>Adds lines to a contract file, keeping its leading comment and the order by assembly, type and member.</summary>
    public static void AddToContract(string contractPath, IEnumerable<ContractLine> lines)
    {
        string[] old = File.ReadAllLines(contractPath);
        IEnumerable<string> comment = old.TakeWhile(l => l.Length == 0 || l[0] == '#');
        IEnumerable<string> entries = DeviceContract.Parse(old).Lines.Concat(lines).Select(l => l.ToString())
            .Distinct().Order(StringComparer.Ordinal);
        File.WriteAllText(contractPath, string.Join('\n', comment.Concat(entries)) + "\n");
    }

    private static AssemblyBounds Check(
        AssemblySet set,
        DeviceContract contract,
        DeviceContract? lists,
        NanoCheckOptions options,
        List<Finding> findings,
        List<AssemblyBounds> assemblies)
    {
        RuleContext context = new(set, contract, lists, options, RuleCatalog.All);
        new CodeWalker(set, contract, new RuleRunner(RuleCatalog.All, context)).Walk();
        findings.AddRange(context.Findings);

        assemblies.AddRange(set.Assemblies.Select(a => BoundsMeter.Measure(a.Name.Name, set, [a])));
        List<AssemblyDefinition> inImage = set.Assemblies.Where(a => !options.NotInImage.Contains(a.Name.Name)).ToList();
        AssemblyBounds image = BoundsMeter.Measure("device image", set, inImage);
        BoundsChecker bounds = new(options);
        bounds.CheckMethods(set.Assemblies);
        bounds.CheckImage(image);
        findings.AddRange(bounds.Findings);
        return image;
    }
}
