using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Cable;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan evacuate</c>: the records of a gateway whose radio is gone, over the cable.</summary>
internal static class EvacuateCommand
{
    private const int Kilobyte = 1024;
    private const int RunsPerLine = 10;

    private static readonly Option<string?> Port = CableOptions.Port();

    private static readonly Option<int> Baud = CableOptions.Baud();

    private static readonly Option<FileInfo?> PinFile = CableOptions.PinFile();

    private static readonly Option<int> Patience = CableOptions.Patience();

    private static readonly Option<FileInfo> Out = new("--out") { Description = "File for the records, for example site.zsj; goes on where an unfinished one ends.", Required = true };

    private static readonly Option<bool> All = new("--all") { Description = "Everything that the gateway still holds, not only what the platform does not have." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object at the end." };

    public static Command Create()
    {
        var command = new Command("evacuate", "Fetch a gateway's records over its serial cable into a file for 'zhisan collect import'.")
        {
            Port, Baud, Out, All, PinFile, Patience, Json,
        };
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("evacuate", cancel, stop => Task.Run(() => Run(parsed, stop), stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        string port = CableOptions.FindPort(parsed.GetValue(Port));
        string path = parsed.GetValue(Out)!.FullName;
        bool json = parsed.GetValue(Json);
        using var cable = new GatewayCable(() => SerialPortOpener.Open(port, parsed.GetValue(Baud)), stop)
        {
            Say = text => Console.Error.WriteLine((Console.IsErrorRedirected ? string.Empty : "\r") + text),
            PatienceMs = parsed.GetValue(Patience) * 1000,
        };
        var evacuator = new Evacuator(cable, CableOptions.Pin(parsed.GetValue(PinFile))(), path, parsed.GetValue(All)) { OnProgress = ShowProgress };
        EvacuationResult result = evacuator.Run();
        if (json)
        {
            JsonLine.Write(new { result.Gateway, result.Epoch, result.Through, result.Runs, result.Bytes, result.Lost, Seconds = Math.Round(result.Seconds, 2), result.CableLosses, File = path });
        }
        else
        {
            Console.Error.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Gateway}: {result.Runs} runs, {result.Bytes} bytes in {result.Seconds:0.0} s, records through {result.Through}"));
            if (result.Lost > 0)
            {
                Console.WriteLine($"{result.Lost} records could not be read any more; the file says which");
            }

            Console.WriteLine($"complete in {Path.GetFileName(path)}: zhisan collect import {Path.GetFileName(path)}");
        }

        return result.Lost == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    private static void ShowProgress(EvacuationProgress at)
    {
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{at.Runs} runs, {at.Bytes / Kilobyte} of {Math.Max(at.Bytes, at.OfBytes) / Kilobyte} KB, {at.SecondsLeft} s left");
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{line,-60}");
        }
        else if (at.Runs % RunsPerLine == 0)
        {
            Console.Error.WriteLine(line);
        }
    }
}
