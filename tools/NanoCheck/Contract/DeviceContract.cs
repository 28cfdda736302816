using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// What exists on the device: either the project's contract (just the members the firmware uses) or the full API lists.
/// </summary>
public sealed class DeviceContract
{
    private readonly Dictionary<string, ContractType> types = new(StringComparer.Ordinal);
    private readonly HashSet<ContractLine> lines = [];

    private DeviceContract()
    {
    }

    /// <summary>All lines, in file order, without duplicates.</summary>
    public IReadOnlyCollection<ContractLine> Lines => lines;

    internal IReadOnlyCollection<ContractType> Types => types.Values;

    /// <summary>The contract that is built into this library (<c>device-contract.txt</c>).</summary>
    public static DeviceContract Embedded()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("device-contract.txt")
            ?? throw new InvalidOperationException("device-contract.txt is not embedded in the gate");
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd().Split('\n'));
    }

    /// <summary>Reads a contract file.</summary>
    public static DeviceContract Load(string path) => Parse(File.ReadAllLines(path));

    /// <summary>Reads every <c>*.txt</c> of an API list folder.</summary>
    public static DeviceContract LoadFolder(string folder) =>
        Parse(Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines));

    /// <summary>Builds a contract from lines; blank lines and lines that start with <c>#</c> are comments.</summary>
    public static DeviceContract Parse(IEnumerable<string> textLines)
    {
        ArgumentNullException.ThrowIfNull(textLines);
        return From(textLines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(ContractLine.Parse));
    }

    /// <summary>Builds a contract from parsed lines.</summary>
    public static DeviceContract From(IEnumerable<ContractLine> contractLines)
    {
        ArgumentNullException.ThrowIfNull(contractLines);
        DeviceContract contract = new();
        foreach (ContractLine line in contractLines)
        {
            contract.Add(line);
        }

        foreach (ContractType type in contract.types.Values)
        {
            type.ResolveBases(contract.FindType);
        }

        return contract;
    }

    internal ContractType? FindType(string fullName) => types.GetValueOrDefault(fullName);

    internal bool IsEnum(string fullName) => FindType(fullName)?.Kind == "enum";

    /// <summary>Finds the type that declares a member: the type named, or one of its bases or interfaces.</summary>
    internal ContractType? FindDeclarer(string typeName, string key)
    {
        ContractType? type = FindType(typeName);
        if (type is null || type.Declares(key))
        {
            return type;
        }

        if (key.StartsWith(".ctor(", StringComparison.Ordinal))
        {
            return null;
        }

        if (type.Kind == "interface")
        {
            return type.Interfaces.Append("System.Object").Select(i => FindDeclarer(i, key)).FirstOrDefault(t => t is not null);
        }

        return type.BaseName is null ? null : FindDeclarer(type.BaseName, key);
    }

    /// <summary>True when the type, or what it inherits from, has the member.</summary>
    internal bool HasMember(string typeName, string key) => FindDeclarer(typeName, key) is not null;

    private void Add(ContractLine line)
    {
        if (!lines.Add(line))
        {
            return;
        }

        // Generic device types are never usable: leaving them out makes any use of them a finding.
        if (line.TypeName.Contains('`', StringComparison.Ordinal))
        {
            return;
        }

        if (!types.TryGetValue(line.TypeName, out ContractType? type))
        {
            type = new ContractType(line.Assembly, line.TypeName);
            types.Add(line.TypeName, type);
        }

        type.Add(ContractMember.Parse(line));
    }
}
