using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Judges nf.config: what would only show on a ladder, with a device that does not start.</summary>
internal sealed partial class NfConfigValidator
{
    private const int BlockKilobytes = 4;
    private const int BlocksPerSegment = 4;
    private const int LeastFreeBlocks = 20;
    private const int FewestSegments = 3;
    private const int MaxPeriodSeconds = 86400;

    /// <summary>nanoff's own default, whatever the chip (nanoframework/Home issue 1835).</summary>
    private const int NanoffDefaultAddress = 0x1B0000;

    private static readonly string[] ChipsAtNanoffDefault = ["esp32c3", "esp32s2", "esp32s3", "esp32p4"];
    private static readonly string[] KnownProjects = Enum.GetNames<DeviceProjectKind>();
    private static readonly int[] FlashSizes = [2, 4, 8, 16];

    private readonly NfConfig config;
    private readonly List<NfProblem> problems;

    private NfConfigValidator(NfConfig config)
    {
        this.config = config;
        problems = [.. config.ReadProblems];
    }

    public static IReadOnlyList<NfProblem> Validate(NfConfig config)
    {
        NfConfigValidator validator = new(config);
        validator.CheckFirmware();
        validator.CheckStorage();
        validator.CheckDefaults();
        validator.CheckModules();
        validator.CheckChips();
        validator.CheckBoards();
        validator.CheckPackages();
        return [.. validator.problems.OrderBy(p => p.Line)];
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex ThreeNumbers { get; }

    [GeneratedRegex(@"^\d+(\.\d+){3}$")]
    private static partial Regex FourNumbers { get; }

    [GeneratedRegex(@"^[ID]:\\([A-Za-z0-9_-]+\\)*$")]
    private static partial Regex Folder { get; }

    [GeneratedRegex(@"^I:\\([A-Za-z0-9_-]+\\)*[A-Za-z0-9_.-]+$")]
    private static partial Regex FileOnI { get; }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
    private static partial Regex HostName { get; }

    private void Add(int line, string key, string message) =>
        problems.Add(new NfProblem(NfConfig.FileName, line, key, message));

    // What is missing was reported when it was read.
    private void Require(string property, bool good, string message)
    {
        if (!good && config.Lines.TryGetValue(property, out int line)
            && !problems.Any(p => p.Line == line && p.Key == property))
        {
            Add(line, property, message);
        }
    }

    private void CheckFirmware()
    {
        Require("ZhiSanVersion", ThreeNumbers.IsMatch(config.Version), "must be three numbers like 0.1.0");
        Require("ZhiSanTarget", config.FindBoard(config.Target) is not null,
            $"'{config.Target}' is not among the targets below: write one of {string.Join(", ", config.Boards.Select(b => b.Target))}");
        Require("ZhiSanNanoClr", config.NanoClr == NfConfig.LatestNanoClr || FourNumbers.IsMatch(config.NanoClr),
            "must be four numbers like 1.17.0.100, or latest");
        Require("ZhiSanNanoff", ThreeNumbers.IsMatch(config.Nanoff) && config.Nanoff.StartsWith("2.5.", StringComparison.Ordinal),
            "must be a version 2.5.x: nanoff 3 has other options");
        Require("ZhiSanLangVersion", config.LangVersion == "10.0", "must be 10.0: what the gate checks the sources with");
    }

    private void CheckStorage()
    {
        Require("ZhiSanStorage", Folder.IsMatch(config.Storage), @"must be a folder on I: or D: with its final backslash, like I:\");
        Require("ZhiSanCardStorage", Folder.IsMatch(config.CardStorage) && config.CardStorage[0] == 'D',
            @"must be a folder on D: with its final backslash, like D:\");
        Require("ZhiSanConfigurationFile", FileOnI.IsMatch(config.ConfigurationFile),
            @"must be a file on I:, like I:\c0: nanoff puts files nowhere else");
    }

    private void CheckDefaults()
    {
        Require("ZhiSanPeriodSeconds", config.PeriodSeconds is >= 1 and <= MaxPeriodSeconds, $"must be 1 to {MaxPeriodSeconds}");
        Require("ZhiSanSntpServer", HostName.IsMatch(config.SntpServer), "must be the name of a time server, like pool.ntp.org");
        Require("ZhiSanConsolePort", config.ConsolePort is "COM2" or "COM3",
            "must be COM2 or COM3: COM1 belongs to the debugger and cannot be opened");
        Require("ZhiSanConsoleBaud", config.ConsoleBaud is >= 1200 and <= 921600, "must be 1200 to 921600, usually 115200");
    }

    private void CheckModules()
    {
        foreach (NfModule module in config.Modules)
        {
            string key = $"ZhiSanModule {module.FlashMegabytes}";
            if (!FlashSizes.Contains(module.FlashMegabytes))
            {
                Add(module.Line, key, "modules have 2, 4, 8 or 16 MB");
            }

            int most = ((module.ConfigPartitionKilobytes / BlockKilobytes) - LeastFreeBlocks) / BlocksPerSegment;
            if (module.Segments < FewestSegments)
            {
                Add(module.Line, key, $"Segments must be at least {FewestSegments}: one to write, one to replay, one to spare");
            }
            else if (module.Segments > most)
            {
                Add(module.Line, key,
                    $"Segments must be at most {Math.Max(0, most)}: {LeastFreeBlocks} blocks of {module.ConfigPartitionKilobytes} KB stay free, or littlefs fails");
            }
        }

        Unique(config.Modules.Select(m => (m.FlashMegabytes.ToString(CultureInfo.InvariantCulture), m.Line)), "ZhiSanModule");
    }

    private void CheckChips()
    {
        foreach (NfChip chip in config.Chips)
        {
            string key = $"ZhiSanChip {chip.Name}";
            if (chip.DeployAddress % 0x10000 != 0 || chip.DeployAddress == 0)
            {
                Add(chip.Line, key, "DeployAddress must be a multiple of 0x10000, as in nanoCLR's partition table");
            }
            else if (chip.DeployAddress == NanoffDefaultAddress && !ChipsAtNanoffDefault.Contains(chip.Name))
            {
                Add(chip.Line, key,
                    "DeployAddress 0x1B0000 is nanoff's own default and wrong for this chip: it would overwrite nanoCLR (esp32 has 0x1E0000)");
            }
        }

        Unique(config.Chips.Select(c => (c.Name, c.Line)), "ZhiSanChip");
    }

    private void CheckBoards()
    {
        foreach (NfBoard board in config.Boards)
        {
            string key = $"ZhiSanBoard {board.Target}";
            if (config.FindChip(board.Chip) is null)
            {
                Add(board.Line, key, $"Chip '{board.Chip}' is not among the chips");
            }

            if (config.FindModule(board.FlashMegabytes) is null)
            {
                Add(board.Line, key, $"FlashMegabytes {board.FlashMegabytes} is not among the modules");
            }

            foreach ((string name, int pin) in board.Pins)
            {
                string? wrong = PinRules.WhyNot(board, name, pin);
                if (wrong is not null)
                {
                    Add(board.Line, key, wrong);
                }
            }

            foreach (IGrouping<int, (string Name, int Pin)> shared in board.Pins.GroupBy(p => p.Pin).Where(g => g.Count() > 1))
            {
                Add(board.Line, key, $"{string.Join(" and ", shared.Select(p => p.Name))} share GPIO {shared.Key}: give each its own");
            }
        }

        Unique(config.Boards.Select(b => (b.Target, b.Line)), "ZhiSanBoard");
    }

    private void CheckPackages()
    {
        foreach (NfPackage package in config.Packages)
        {
            string key = $"ZhiSanPackage {package.Id}";
            if (package.Version.Length > 0 && !ThreeNumbers.IsMatch(package.Version))
            {
                Add(package.Line, key, $"Version must be one exact version like 1.17.11, not '{package.Version}'");
            }

            foreach (string project in package.Projects.Except(KnownProjects))
            {
                Add(package.Line, key, $"Projects knows {string.Join(", ", KnownProjects)}, not '{project}'");
            }
        }

        Unique(config.Packages.Select(p => (p.Id, p.Line)), "ZhiSanPackage");
        NfPackage? oldUnits = config.Packages.FirstOrDefault(p => p.Id.StartsWith("UnitsNet.nanoFramework.", StringComparison.Ordinal));
        NfPackage? newUnits = config.Packages.FirstOrDefault(p => p.Id.StartsWith("nanoFramework.UnitsNet.", StringComparison.Ordinal));
        if (oldUnits is not null && newUnits is not null)
        {
            Add(newUnits.Line, $"ZhiSanPackage {newUnits.Id}",
                $"{oldUnits.Id} defines the same types: use one family, the one that the drivers were built with");
        }

        foreach (string project in KnownProjects.Where(p => !config.Packages.Any(
            x => x.Id == "nanoFramework.CoreLibrary" && x.Projects.Contains(p))))
        {
            Add(0, "ZhiSanPackage nanoFramework.CoreLibrary", $"is missing for {project}: nothing compiles without mscorlib");
        }
    }

    private void Unique(IEnumerable<(string Name, int Line)> items, string key)
    {
        foreach (IGrouping<string, (string Name, int Line)> twice in items.GroupBy(i => i.Name).Where(g => g.Count() > 1))
        {
            Add(twice.Last().Line, $"{key} {twice.Key}", $"is given twice, first in line {twice.First().Line}: keep one");
        }
    }
}
