using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>nf.config: what goes onto a device. Read with <see cref="Load"/>, judged with <see cref="Validate"/>.</summary>
public sealed record NfConfig
{
    /// <summary>Name of the file in the solution's folder.</summary>
    public const string FileName = "nf.config";

    /// <summary>Version of nanoCLR that means "the newest there is".</summary>
    public const string LatestNanoClr = "latest";

    /// <summary>Where it was read from.</summary>
    public required string Path { get; init; }

    /// <summary>Version of our firmware.</summary>
    public required string Version { get; init; }

    /// <summary>The nanoFramework target to build and flash for.</summary>
    public required string Target { get; init; }

    /// <summary>Version of nanoCLR, or <see cref="LatestNanoClr"/>.</summary>
    public required string NanoClr { get; init; }

    /// <summary>Version of nanoff.</summary>
    public required string Nanoff { get; init; }

    /// <summary>Version of C#.</summary>
    public required string LangVersion { get; init; }

    /// <summary>Folder of the journal, with its final backslash.</summary>
    public required string Storage { get; init; }

    /// <summary>Folder of the journal on an SD card, with its final backslash.</summary>
    public required string CardStorage { get; init; }

    /// <summary>File of the gateway's configuration on the device.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>Default distance between scans.</summary>
    public required int PeriodSeconds { get; init; }

    /// <summary>Default time server.</summary>
    public required string SntpServer { get; init; }

    /// <summary>UART of the console.</summary>
    public required string ConsolePort { get; init; }

    /// <summary>The console's bits per second.</summary>
    public required int ConsoleBaud { get; init; }

    /// <summary>Sizes of modules.</summary>
    public required IReadOnlyList<NfModule> Modules { get; init; }

    /// <summary>Chips.</summary>
    public required IReadOnlyList<NfChip> Chips { get; init; }

    /// <summary>Targets.</summary>
    public required IReadOnlyList<NfBoard> Boards { get; init; }

    /// <summary>Packages.</summary>
    public required IReadOnlyList<NfPackage> Packages { get; init; }

    /// <summary>What reading it already found wrong.</summary>
    internal IReadOnlyList<NfProblem> ReadProblems { get; init; } = [];

    /// <summary>Lines of the properties, by name, for messages.</summary>
    internal IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    /// <summary>Reads a file. Wrong values are kept for <see cref="Validate"/>, so that all are reported at once.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NfConfigException">There is no such file, or it is no XML.</exception>
    public static NfConfig Load(string path) => NfConfigReader.Read(path);

    /// <summary>Everything that is wrong, in the order of the file; empty when nothing is.</summary>
    public IReadOnlyList<NfProblem> Validate() => NfConfigValidator.Validate(this);

    /// <summary>A target by its name, or null.</summary>
    public NfBoard? FindBoard(string target) => Boards.FirstOrDefault(b => b.Target == target);

    /// <summary>A chip by its name, or null.</summary>
    public NfChip? FindChip(string name) => Chips.FirstOrDefault(c => c.Name == name);

    /// <summary>A size of module, or null.</summary>
    public NfModule? FindModule(int flashMegabytes) => Modules.FirstOrDefault(m => m.FlashMegabytes == flashMegabytes);
}
