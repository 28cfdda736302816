using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Cable;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan provision</c>: makes a gateway what a file says, and proves it.</summary>
internal static class ProvisionCommand
{
    private const int WaitForNextMs = 1000;

    private static readonly Option<string?> Port = CableOptions.Port();

    private static readonly Option<int> Baud = CableOptions.Baud();

    private static readonly Option<FileInfo> Source = new("--file") { Description = "What the gateway is to be (JSON); 'zhisan config schema' lists the keys.", Required = true };

    private static readonly Option<FileInfo?> Fleet = new("--fleet") { Description = "Table (CSV) with one gateway a line, whose columns replace values of the file; plug them in in that order." };

    private static readonly Option<FileInfo> Keys = new("--keys")
    {
        Description = "The collector's key file: the device key is made here, and kept here before the gateway gets it.", DefaultValueFactory = _ => new FileInfo("keys.txt"),
    };

    private static readonly Option<FileInfo?> PinFile = CableOptions.PinFile();

    private static readonly Option<DirectoryInfo> Reports = new("--reports")
    {
        Description = "Folder for the reports: JSON, and a page to print.", DefaultValueFactory = _ => new DirectoryInfo("reports"),
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would be changed, and change nothing." };

    private static readonly Option<bool> Rename = new("--rename") { Description = "Allow a gateway that is another one to become this one." };

    private static readonly Option<bool> ReplaceKey = new("--replace-key") { Description = "Allow to replace a device key that the key file does not have." };

    private static readonly Option<string?> Firmware = new("--firmware") { Description = "Refuse a gateway that runs another firmware version." };

    private static readonly Option<string> Test = new("--test")
    {
        Description = "Acceptance test: full (with a minute of soak), quick, or none.", DefaultValueFactory = _ => "full",
    };

    private static readonly Option<int> Patience = CableOptions.Patience();

    private static readonly Option<bool> Json = new("--json") { Description = "Print each report as one line of JSON, and nothing else." };

    public static Command Create()
    {
        var command = new Command("provision", "Make a gateway what a file says over its serial cable, read it back, and run its acceptance test.")
        {
            Port, Baud, Source, Fleet, Keys, PinFile, Reports, DryRun, Rename, ReplaceKey, Firmware, Test, Patience, Json,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("provision", cancel, stop => Task.Run(() => Run(parsed, stop), stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        string source = parsed.GetValue(Source)!.FullName;
        Func<string> pin = CableOptions.Pin(parsed.GetValue(PinFile));
        if (parsed.GetValue(Fleet) is not { } fleet)
        {
            return Provision(parsed, GatewayFile.Load(source), pin, stop) ? ExitCodes.Ok : ExitCodes.No;
        }

        // All are checked before the first gateway is touched.
        var files = new List<GatewayFile>();
        foreach (IReadOnlyDictionary<string, string> row in FleetFile.Load(fleet.FullName))
        {
            files.Add(GatewayFile.Load(source, row));
        }

        return RunFleet(parsed, files, pin, stop);
    }

    private static int RunFleet(ParseResult parsed, List<GatewayFile> files, Func<string> pin, CancellationToken stop)
    {
        string reports = parsed.GetValue(Reports)!.FullName;
        bool json = parsed.GetValue(Json);
        int passed = 0;
        for (int i = 0; i < files.Count; i++)
        {
            string id = files[i].Id;
            string head = string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {files.Count}: {id}");
            if (!parsed.GetValue(DryRun) && ReportFiles.HasPassed(reports, id))
            {
                Announce(json, $"{head} has passed already; remove its report to do it again");
                passed++;
                continue;
            }

            Announce(json, $"{head}: plug it in");
            AwaitGateway(parsed, files[i], files, stop);
            passed += Provision(parsed, files[i], pin, stop) ? 1 : 0;
        }

        Announce(json, string.Create(CultureInfo.InvariantCulture, $"{passed} of {files.Count} done"));
        return passed == files.Count ? ExitCodes.Ok : ExitCodes.No;
    }

    private static void Announce(bool json, string text)
    {
        if (!json)
        {
            Console.WriteLine(text);
        }
    }

    // The one before is still on the cable until somebody moves it: waits for a gateway that is new, or this one.
    private static void AwaitGateway(ParseResult parsed, GatewayFile file, List<GatewayFile> files, CancellationToken stop)
    {
        string port = CableOptions.FindPort(parsed.GetValue(Port));
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                using ISerialPort open = SerialPortOpener.Open(port, parsed.GetValue(Baud));
                MachineReply identity = new MachineClient(open, stop).Greet();
                string gateway = identity.Text("gateway");
                if (!identity.Flag("configured") || gateway == file.Id || !files.Exists(other => other.Id == gateway))
                {
                    return;
                }
            }
            catch (SerialException)
            {
                // Nothing there yet.
            }

            stop.WaitHandle.WaitOne(WaitForNextMs);
        }
    }

    private static bool Provision(ParseResult parsed, GatewayFile file, Func<string> pin, CancellationToken stop)
    {
        string port = CableOptions.FindPort(parsed.GetValue(Port));
        bool json = parsed.GetValue(Json);
        bool dryRun = parsed.GetValue(DryRun);
        var lines = new StepLines(json ? TextWriter.Null : Console.Out);
        var keys = new DeviceKeys(parsed.GetValue(Keys)!.FullName, new GatewayId(file.Site, file.Gateway));
        lines.Write("gateway", $"{file.Id} on {port}{(dryRun ? ", dry run" : string.Empty)}");
        using var cable = new GatewayCable(() => SerialPortOpener.Open(port, parsed.GetValue(Baud)), stop)
        {
            Say = text => lines.Write("cable", text),
            PatienceMs = parsed.GetValue(Patience) * 1000,
        };
        var provisioner = new Provisioner(cable, new ProvisioningOptions
        {
            File = file,
            Pin = pin,
            FindKey = keys.Find,
            MakeKey = keys.Make,
            DryRun = dryRun,
            Rename = parsed.GetValue(Rename),
            ReplaceKey = parsed.GetValue(ReplaceKey),
            Firmware = parsed.GetValue(Firmware),
            Test = TestCommand(parsed.GetValue(Test)!),
            Say = lines.Write,
        });
        ProvisioningReport report = provisioner.Run();
        Finish(parsed, report, lines);
        return report.Passed != false;
    }

    private static void Finish(ParseResult parsed, ProvisioningReport report, StepLines lines)
    {
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(ReportFiles.Line(report));
        }

        if (report.Passed == null)
        {
            lines.Write("dry run", "nothing was changed");
            return;
        }

        string page = ReportFiles.Save(parsed.GetValue(Reports)!.FullName, report);
        string near = Path.GetRelativePath(Directory.GetCurrentDirectory(), page);
        if (report.OnTrial)
        {
            lines.Write("on trial", "the network settings are kept once the broker is reached with them, else they fall back");
        }

        lines.Write(
            report.Passed == false ? "NOT PASSED" : report.Acceptance.Count == 0 ? "not tested" : "passed",
            string.Create(CultureInfo.InvariantCulture, $"in {report.Seconds:0} s; report: {(near.StartsWith("..", StringComparison.Ordinal) ? page : near)}"));
    }

    private static string? TestCommand(string name) => name switch
    {
        "full" => "test",
        "quick" => "test quick",
        "none" => null,
        _ => throw new CliException("--test is full, quick or none"),
    };
}
