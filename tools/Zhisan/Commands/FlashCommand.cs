using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Cable;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan flash</c>: puts firmware, application and files onto a device with the official nanoff.</summary>
internal static class FlashCommand
{
    private static readonly Option<string?> Port = new("--port") { Description = "Serial port; found by itself when there is only one." };

    private static readonly Option<bool> Firmware = new("--firmware") { Description = "Write nanoCLR of the version in nf.config; settings and journal are kept." };

    private static readonly Option<FileInfo?> Image = new("--image") { Description = "Application image, the .bin of the Release build." };

    private static readonly Option<FileInfo?> Settings = new("--settings") { Description = "What the gateway is to be (JSON, as for 'zhisan provision'): replaces all its settings and its PIN." };

    private static readonly Option<FileInfo> Keys = new("--keys")
    {
        Description = "With --settings: the collector's key file. A gateway without a key there gets one, kept here before it is flashed.",
        DefaultValueFactory = _ => new FileInfo("keys.txt"),
    };

    private static readonly Option<bool> Erase = new("--erase") { Description = "Erase everything first: Wi-Fi, certificates, application, journal." };

    private static readonly Option<DirectoryInfo?> Backup = new("--backup") { Description = "Save the whole flash into this folder first." };

    private static readonly Option<string?> Confirm = new("--confirm") { Description = "The words that permit an erase although unsent records may be on the device." };

    private static readonly Option<string?> Cable = new("--console")
    {
        Description = "Serial port of the gateway's console: with --erase it is asked there how many records the platform does not have.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print the exact commands and do nothing." };

    private static readonly Option<bool> Json = new("--json") { Description = "With --dry-run: print the plan as JSON." };

    public static Command Create()
    {
        var command = new Command("flash", "Flash a device: nanoCLR, application, settings.")
        {
            Port, Firmware, Image, Settings, Keys, Erase, Backup, Confirm, Cable, DryRun, Json,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("flash", cancel, stop => Task.FromResult(Run(parsed, stop))));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        try
        {
            NfConfig config = NfConfigCommand.Load(RepositoryRoot.Find());
            NfProblem? problem = config.Validate().FirstOrDefault();
            if (problem != null)
            {
                throw new CliException(problem.ToString());
            }

            bool dryRun = parsed.GetValue(DryRun);
            string? port = parsed.GetValue(Port);
            using SettingsSlots? slots = parsed.GetValue(Settings) is { } settings
                ? MakeSlots(settings.FullName, parsed.GetValue(Keys)!.FullName, dryRun) : null;
            FlashPlan plan = FlashPlan.Create(new FlashRequest
            {
                Config = config,
                Port = port ?? SerialPorts.FindOne(Nanoff.Find(config)),
                UpdateNanoClr = parsed.GetValue(Firmware),
                EraseAll = parsed.GetValue(Erase),
                Backlog = parsed.GetValue(Erase) && parsed.GetValue(Cable) is { } cable && GatewayBacklog.Ask(cable, stop) is { } unsent
                    ? Backlog.Of(unsent) : Backlog.Unknown,
                Image = parsed.GetValue(Image)?.FullName,
                Files = slots?.Files(config.ConfigurationFile) ?? [],
                BackupFolder = parsed.GetValue(Backup)?.FullName,
                ConfirmationWords = parsed.GetValue(Confirm),
            });
            foreach (string warning in plan.Warnings)
            {
                Console.Error.WriteLine($"note: {warning}");
            }

            if (dryRun)
            {
                Show(plan, parsed.GetValue(Json));
                return ExitCodes.Ok;
            }

            FlashRunner.Run(plan, Nanoff.Find(config), Console.WriteLine, stop);
            Console.WriteLine("done");
            return ExitCodes.Ok;
        }
        catch (FlashException refused)
        {
            throw new CliException(refused.Message);
        }
    }

    // A dry run makes no key.
    private static SettingsSlots MakeSlots(string settings, string keyFile, bool dryRun)
    {
        try
        {
            GatewayFile file = GatewayFile.Load(settings);
            DeviceKeys keys = new(keyFile, new GatewayId(file.Site, file.Gateway));
            return new SettingsSlots(file, keys.Find() ?? (dryRun ? new byte[KeyRing.KeyBytes] : keys.Make()));
        }
        catch (SerialException wrong)
        {
            throw new CliException(wrong.Message);
        }
    }

    private static void Show(FlashPlan plan, bool json)
    {
        if (json)
        {
            JsonLine.Write(new { Commands = plan.Steps.Select(step => step.CommandLine), plan.FilesJsonPath, plan.FilesJson });
            return;
        }

        foreach (FlashStep step in plan.Steps)
        {
            Console.WriteLine($"# {step.Title}");
            Console.WriteLine(step.CommandLine);
        }
    }
}
