using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Reads nf.config with the line of everything.</summary>
internal sealed class NfConfigReader
{
    private readonly List<NfProblem> problems = [];
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private readonly XElement root;

    private NfConfigReader(XElement root)
    {
        this.root = root;
    }

    public static NfConfig Read(string path)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(path, LoadOptions.SetLineInfo);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NfConfigException($"there is no {path}: run this in the solution's folder, or name it with --root");
        }
        catch (XmlException broken)
        {
            throw new NfConfigException($"{path}:{broken.LineNumber}: not XML: {broken.Message}");
        }

        return new NfConfigReader(document.Root!).Read(System.IO.Path.GetFullPath(path), document);
    }

    private NfConfig Read(string path, XDocument document)
    {
        if (document.Root!.Name.LocalName != "Project")
        {
            throw new NfConfigException($"{path}: the root element must be <Project>, so that MSBuild can import it");
        }

        return new NfConfig
        {
            Path = path,
            Version = Text("ZhiSanVersion"),
            Target = Text("ZhiSanTarget"),
            NanoClr = Text("ZhiSanNanoClr"),
            Nanoff = Text("ZhiSanNanoff"),
            LangVersion = Text("ZhiSanLangVersion"),
            Storage = Text("ZhiSanStorage"),
            CardStorage = Text("ZhiSanCardStorage"),
            ConfigurationFile = Text("ZhiSanConfigurationFile"),
            PeriodSeconds = Number("ZhiSanPeriodSeconds"),
            SntpServer = Text("ZhiSanSntpServer"),
            ConsolePort = Text("ZhiSanConsolePort"),
            ConsoleBaud = Number("ZhiSanConsoleBaud"),
            Modules = Items("ZhiSanModule", e => new NfModule(
                Number(e, "Include"), Number(e, "ConfigPartitionKilobytes"), Number(e, "Segments"), LineOf(e))),
            Chips = Items("ZhiSanChip", e => new NfChip(
                Text(e, "Include"), Address(e, "DeployAddress"), Number(e, "DeployKilobytes"), LineOf(e))),
            Boards = Items("ZhiSanBoard", e => new NfBoard(
                Text(e, "Include"), Text(e, "Chip"), Number(e, "FlashMegabytes"), Number(e, "ConsoleRx"), Number(e, "ConsoleTx"),
                Number(e, "I2cData"), Number(e, "I2cClock"), Number(e, "OneWireRx"), Number(e, "OneWireTx"), Number(e, "Rain"),
                Number(e, "CardSelect"), Number(e, "CardClock"), Number(e, "CardMiso"), Number(e, "CardMosi"), LineOf(e))),
            Packages = Items("ZhiSanPackage", e => new NfPackage(
                Text(e, "Include"), Text(e, "Version"), List(e, "Assemblies"), List(e, "Projects"), LineOf(e))),
            ReadProblems = problems,
            Lines = lines,
        };
    }

    private static int LineOf(XObject node) => ((IXmlLineInfo)node).LineNumber;

    private void Problem(int line, string key, string message) =>
        problems.Add(new NfProblem(NfConfig.FileName, line, key, message));

    private string Text(string property)
    {
        List<XElement> found = [.. root.Elements().Where(e => e.Name.LocalName == "PropertyGroup")
            .SelectMany(g => g.Elements()).Where(e => e.Name.LocalName == property)];
        if (found.Count != 1)
        {
            Problem(found.Count == 0 ? 0 : LineOf(found[1]), property,
                found.Count == 0 ? $"is missing: add <{property}> to a PropertyGroup" : "is given twice: keep one");
        }

        if (found.Count == 0)
        {
            return "";
        }

        lines[property] = LineOf(found[0]);
        return found[0].Value.Trim();
    }

    private int Number(string property)
    {
        string text = Text(property);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        if (lines.TryGetValue(property, out int line))
        {
            Problem(line, property, $"must be a whole number, not '{text}'");
        }

        return 0;
    }

    private List<T> Items<T>(string name, Func<XElement, T> make)
    {
        List<T> items = [.. root.Elements().Where(e => e.Name.LocalName == "ItemGroup")
            .SelectMany(g => g.Elements()).Where(e => e.Name.LocalName == name).Select(make)];
        if (items.Count == 0)
        {
            Problem(0, name, $"is missing: add at least one <{name} Include=... /> to an ItemGroup");
        }

        return items;
    }

    private string Text(XElement item, string attribute)
    {
        string? text = item.Attribute(attribute)?.Value.Trim();
        if (string.IsNullOrEmpty(text))
        {
            Problem(LineOf(item), item.Name.LocalName, $"needs {attribute}=\"...\"");
        }

        return text ?? "";
    }

    private int Number(XElement item, string attribute)
    {
        string text = Text(item, attribute);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        if (text.Length > 0)
        {
            Problem(LineOf(item), item.Name.LocalName, $"{attribute} must be a whole number, not '{text}'");
        }

        return 0;
    }

    private int Address(XElement item, string attribute)
    {
        string text = Text(item, attribute);
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        if (text.Length > 0)
        {
            Problem(LineOf(item), item.Name.LocalName, $"{attribute} must be hexadecimal like 0x1E0000, not '{text}'");
        }

        return 0;
    }

    private string[] List(XElement item, string attribute) =>
        Text(item, attribute).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
