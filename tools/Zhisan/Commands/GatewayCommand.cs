using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.VirtualGateway;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan gateway</c>: the virtual gateway.</summary>
internal static class GatewayCommand
{
    private static readonly Option<DirectoryInfo> Flash = new("--flash")
    {
        Description = "Folder that stands for the flash; made when missing. Names and bytes are the device's.", Required = true,
    };

    private static readonly Option<string?> Id = new("--id")
    {
        Description = "Who it is, as site/gateway, for example yunwu/gw1. Without it the configuration in the flash folder says everything.",
    };

    private static readonly Option<FileInfo?> Keys = new("--keys") { Description = "Key file with this gateway's key (see 'zhisan keys'); goes with --id." };

    private static readonly Option<string> Broker = new("--broker")
    {
        Description = "MQTT broker as host:port.", DefaultValueFactory = _ => "127.0.0.1:1883",
    };

    private static readonly Option<string?> SecondBroker = new("--second-broker")
    {
        Description = "Another MQTT broker as host:port, used while the first one is away.",
    };

    private static readonly LoginOptions Login = new("with --password-file it is --id when left out");

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of the demo sensor, a tea garden.", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<FileInfo?> Csv = new("--csv") { Description = "Play this recording instead: header time,<name>_<unit>,..." };

    private static readonly Option<string?> Decimals = new("--decimals") { Description = "Decimals of each column of the recording, for example 2,2,0,0." };

    private static readonly Option<int> Period = new("--period")
    {
        Description = "Seconds between scans (for a recording: their usual distance).", DefaultValueFactory = _ => 60,
    };

    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "Virtual seconds per second, 1 to 1000000.", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double> Haste = new("--haste")
    {
        Description = "Divide the uplink's waits and time limits by this, 1 to 100: for trials. A fleet that does so storms its broker.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Origin = new("--origin")
    {
        Description = "Two numbers virtual:real (UTC in ms since 1970), so that several processes share one virtual time.",
    };

    private static readonly Option<double?> Hours = new("--hours") { Description = "Stop sampling after this many virtual hours, deliver everything, end." };

    private static readonly Option<long?> Until = new("--until") { Description = "The same at this virtual UTC, in ms since 1970." };

    private static readonly Option<FileInfo?> SideLogFile = new("--side-log")
    {
        Description = "Write down what the sensors give before the journal sees it, one line per scan.",
    };

    private static readonly Option<string?> Cable = new("--console")
    {
        Description = "Serve the console on this serial device, or on a pseudo-terminal with 'pty': its name is printed.",
    };

    private static readonly Option<int> CableBaud = new("--console-baud")
    {
        Description = "Speed of the console in bits per second; on a pseudo-terminal 0 is as fast as it goes.", DefaultValueFactory = _ => 115200,
    };

    private static readonly Option<bool> NoSync = new("--no-sync") { Description = "Do not force each write to the disk; survives a kill, not a power cut of this machine." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object at the end." };

    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Say nothing on the way." };

    public static Command Create()
    {
        var command = new Command("gateway", "Run a virtual gateway: the device's core with real files and a real connection.")
        {
            Flash, Id, Keys, Broker, SecondBroker, Seed, Csv, Decimals, Period, Speed, Haste, Origin, Hours, Until, SideLogFile, Cable, CableBaud, NoSync, Json, Quiet,
        };
        Login.AddTo(command);
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("gateway", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        if ((parsed.GetValue(Id) == null) != (parsed.GetValue(Keys) == null))
        {
            throw new CliException("--id and --keys go together; without both the configuration in the flash folder counts");
        }

        CsvRecording? recording = LoadRecording(parsed);
        int period = parsed.GetValue(Period);
        if (period is < 1 or > 86400)
        {
            throw new CliException("--period must be 1 to 86400 seconds");
        }

        double haste = parsed.GetValue(Haste);
        if (!(haste is >= 1 and <= 100))
        {
            throw new CliException("--haste must be 1 to 100");
        }

        VirtualClock clock = MakeClock(parsed, recording);
        using ConsoleCable? cable = MakeCable(parsed);
        return await GatewayBoots.RunAsync(clock, Boot, End, stop);

        VirtualGatewayHost Boot(VirtualClock now)
        {
            GatewayIdentity who = parsed.GetValue(Id) == null
                ? GatewayIdentity.OfFlash(parsed.GetValue(Flash)!.FullName)
                : OfCommandLine(parsed, period);
            string gateway = who.Options.Gateway;
            var sampler = new Sampler();
            CsvReplaySensor? replay = null;
            if (who.Configuration != null && recording == null)
            {
                ConfiguredSensors.AddTo(sampler, who.Configuration, now.UtcMsAtZero, line => Console.Error.WriteLine($"zhisan gateway: {line}"));
            }
            else if (recording == null)
            {
                sampler.AddSensor(new DemoSensor(parsed.GetValue(Seed), now.UtcMsAtZero, 6), period * 1000, 0);
            }
            else
            {
                replay = new CsvReplaySensor(recording, now.UtcMsAtZero);
                sampler.AddSensor(replay);
            }

            bool quiet = parsed.GetValue(Quiet);
            var options = new VirtualGatewayOptions
            {
                Gateway = who.Options,
                Key = who.Key,
                Configuration = who.Configuration,
                FlashFolder = parsed.GetValue(Flash)!.FullName,
                BrokerHost = who.BrokerHost,
                BrokerPort = who.BrokerPort,
                SecondBrokerHost = who.SecondBrokerHost,
                SecondBrokerPort = who.SecondBrokerPort,
                Login = who.Login,
                Clock = now,
                Haste = haste,
                SideLogPath = parsed.GetValue(SideLogFile)?.FullName,
                Duration = parsed.GetValue(Hours) is { } hours ? TimeSpan.FromHours(hours) : null,
                UntilUtcMs = parsed.GetValue(Until),
                EndWithRecording = recording != null,
                Sync = !parsed.GetValue(NoSync),
                Console = cable,
                Log = line =>
                {
                    if (!quiet)
                    {
                        Console.Error.WriteLine($"{DateTimeOffset.FromUnixTimeMilliseconds(now.UtcMs):yyyy-MM-dd HH:mm:ss} {gateway}: {line}");
                    }
                },
            };
            return new VirtualGatewayHost(options, sampler, replay);
        }

        int End(VirtualGatewayHost run, bool ran)
        {
            Report(parsed.GetValue(Json), run, recording);
            return !ran ? ExitCodes.Usage : run.Gateway.Counters.ScansRefused > 0 ? ExitCodes.No : ExitCodes.Ok;
        }
    }

    private static GatewayIdentity OfCommandLine(ParseResult parsed, int period)
    {
        string id = parsed.GetValue(Id)!;
        GatewayIdentity who = GatewayIdentity.OfCommandLine(
            id, parsed.GetValue(Keys)!.FullName, parsed.GetValue(Broker)!, parsed.GetValue(SecondBroker), period);
        return who with { Login = Login.Read(parsed, id, who.BrokerHost, who.SecondBrokerHost) };
    }

    private static ConsoleCable? MakeCable(ParseResult parsed)
    {
        string? name = parsed.GetValue(Cable);
        int baud = parsed.GetValue(CableBaud);
        if (name == null)
        {
            return null;
        }

        if (name != "pty")
        {
            return ConsoleCable.Over(name, baud);
        }

        if (baud is < 0 or > 10_000_000)
        {
            throw new CliException("--console-baud must be 0 to 10000000");
        }

        PseudoTerminal terminal = PseudoTerminal.Create();
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Console = terminal.OtherEnd });
        }
        else
        {
            Console.WriteLine($"console on {terminal.OtherEnd}: zhisan console --port {terminal.OtherEnd}");
        }

        return ConsoleCable.Over(terminal, baud);
    }

    private static CsvRecording? LoadRecording(ParseResult parsed)
    {
        FileInfo? file = parsed.GetValue(Csv);
        string? decimals = parsed.GetValue(Decimals);
        if (file == null)
        {
            return decimals == null ? null : throw new CliException("--decimals goes with --csv");
        }

        if (decimals == null)
        {
            throw new CliException("--csv needs --decimals: one number per column, for example --decimals 2,2,0,0");
        }

        return Recordings.Load(file.FullName, decimals, line => Console.Error.WriteLine($"zhisan gateway: {line}"));
    }

    private static VirtualClock MakeClock(ParseResult parsed, CsvRecording? recording)
    {
        double speed = parsed.GetValue(Speed);
        if (!(speed is >= 1 and <= 1_000_000))
        {
            throw new CliException("--speed must be 1 to 1000000");
        }

        string? origin = parsed.GetValue(Origin);
        if (origin == null)
        {
            return VirtualClock.StartingAt(speed, recording?.FirstUtcMs ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        }

        string[] parts = origin.Split(':');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long virtualMs)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long realMs))
        {
            throw new CliException("--origin takes two numbers, for example 1700000000000:1767225600000");
        }

        return VirtualClock.Shared(speed, virtualMs, realMs);
    }

    private static void Report(bool json, VirtualGatewayHost run, CsvRecording? recording)
    {
        GatewayCounters counters = run.Gateway.Counters;
        var marks = run.Journal.Watermarks;
        if (json)
        {
            JsonLine.Write(new Dictionary<string, object?>
            {
                ["epoch"] = run.Journal.Epoch,
                ["boot"] = run.Journal.Boot,
                ["scans"] = counters.Scans,
                ["scansRefused"] = counters.ScansRefused,
                ["rowsRejected"] = recording?.Rejections.Total ?? 0,
                ["appended"] = marks.Appended,
                ["acked"] = marks.Acked,
                ["connects"] = counters.Connects,
                ["pageMessages"] = counters.PageMessages,
                ["resends"] = counters.Resends,
            });
            return;
        }

        Console.WriteLine(
            $"boot {run.Journal.Boot}: {counters.Scans} scans journaled, records through {marks.Appended}, acknowledged through {marks.Acked}, "
            + $"{counters.PageMessages} messages with pages, {counters.Connects} connections");
    }
}
