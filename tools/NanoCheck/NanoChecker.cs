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
        if (options.SourceAssemblies.Count > 0)
        {
            IReadOnlyList<DeviceCompilation> compilations = DeviceCompiler.Compile(contract, options.SourceAssemblies);
            findings.AddRange(compilations.SelectMany(c => c.Findings));
            if (compilations[^1].Assembly is not null)
            {
                using AssemblySet set = AssemblySet.Load(compilations);
                image = Check(set, contract, lists, options, isImage: true, findings, assemblies);
            }
        }

        // What the host built tells of rules and lines; what goes onto the device are the source assemblies, when there are any.
        if (options.AssemblyPaths.Count > 0 || image is null)
        {
            using AssemblySet set = AssemblySet.Load(options.AssemblyPaths);
            AssemblyBounds host = Check(set, contract, lists, options, isImage: image is null, findings, assemblies);
            image ??= host;
        }

        BoundsChecker total = new(options);
        total.CheckImage(image);
        findings.AddRange(total.Findings);
        SuppressionReader suppressions = new();
        ILookup<bool, Finding> sorted = findings
            .OrderBy(f => f.Assembly, StringComparer.Ordinal).ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line).ThenBy(f => f.Id, StringComparer.Ordinal)
            .ToLookup(suppressions.Allows);
        return new NanoCheckReport([.. sorted[false]], [.. sorted[true]], assemblies, image, options.ImageTargetBytes, options.ImageBudgetBytes, contract.Lines.Count);
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
    /// <param name="sources">The device's assemblies in the order in which they are built.</param>
    /// <param name="apiListFolder">Folder of the device's API lists.</param>
    /// <param name="contract">The contract to compare with; the embedded one when null.</param>
    public static ContractProposal ProposeContractForSources(
        IEnumerable<SourceAssembly> sources, string apiListFolder, DeviceContract? contract = null)
    {
        DeviceContract lists = DeviceContract.LoadFolder(apiListFolder);
        IReadOnlyList<DeviceCompilation> compilations = DeviceCompiler.Compile(lists, sources);
        if (compilations[^1].Assembly is null)
        {
            return new ContractProposal([], [.. compilations[^1].Findings.Select(f => $"{f.File}({f.Line}): {f.Message}")]);
        }

        using AssemblySet set = AssemblySet.Load(compilations);
        return ContractProposer.Propose(
            set, contract ?? DeviceContract.Embedded(), lists, [.. compilations.SelectMany(c => c.Constants)]);
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
        bool isImage,
        List<Finding> findings,
        List<AssemblyBounds> assemblies)
    {
        RuleContext context = new(set, contract, lists, options, RuleCatalog.All);
        new CodeWalker(set, contract, new RuleRunner(RuleCatalog.All, context)).Walk();
        findings.AddRange(context.Findings);

        BoundsChecker bounds = new(options);
        bounds.CheckMethods(set.Assemblies);
        List<AssemblyBounds> inImage = [];
        foreach (AssemblyDefinition assembly in set.Assemblies)
        {
            bool counts = isImage && !options.NotInImage.Contains(assembly.Name.Name);
            AssemblyBounds measured = BoundsMeter.Measure(assembly, counts);
            bounds.CheckAssembly(measured);
            assemblies.Add(measured);
            if (counts)
            {
                inImage.Add(measured);
            }
        }

        findings.AddRange(bounds.Findings);
        return BoundsMeter.Total("device image", inImage);
    }
}
