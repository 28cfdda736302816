using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Cable;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan collect import</c>: what came over the cable goes the way that everything goes.</summary>
internal static class CollectImportCommand
{
    private static readonly Argument<FileInfo> Source = new("file") { Description = "The file that 'zhisan evacuate' wrote." };

    private static readonly Option<FileInfo> Database = new("--database")
    {
        Description = "The collector's database; the collector must not be running.", DefaultValueFactory = _ => new FileInfo("zhisan.db"),
    };

    private static readonly Option<FileInfo> Keys = new("--keys") { Description = "File with the gateways' keys (see 'zhisan keys').", Required = true };

    private static readonly Option<string?> Broker = new("--broker") { Description = "Hand it to a running collector through its broker (host:port)." };

    private static readonly LoginOptions Login = new("with --password-file it is the gateway when left out, as whom its records are published");

    private static readonly Option<bool> Partial = new("--partial") { Description = "Take what is there of an evacuation that was not finished." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var command = new Command("import", "Take evacuated records to the platform: verified by key, without duplicates, acknowledged to the gateway.")
        {
            Source, Database, Keys, Broker, Partial, Json,
        };
        Login.AddTo(command);
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("collect import", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        try
        {
            string path = parsed.GetValue(Source)!.FullName;
            if (!File.Exists(path))
            {
                throw new CliException($"there is no {parsed.GetValue(Source)}: 'zhisan evacuate' writes one");
            }

            Dump dump = Dump.Load(path);
            KeyRing keys = KeyRing.Load(parsed.GetValue(Keys)!.FullName);
            if (!IsGenuine(parsed, path, dump, keys, out GatewayId id))
            {
                return ExitCodes.No;
            }

            string? broker = parsed.GetValue(Broker);
            if (broker != null)
            {
                MqttClientOptions options = Options(parsed, broker, id);
                long through = dump.Runs.Count == 0 ? 0 : await DumpImport.ThroughBrokerAsync(dump, id, options, stop);
                Tell(parsed, id, dump, new { Gateway = id.ToString(), dump.Header!.Epoch, Through = through, Verdict = "genuine" },
                    $"handed over; the collector acknowledges records through {through}");
                return ExitCodes.Ok;
            }

            if (Login.Read(parsed, id.ToString()) != BrokerLogin.Anonymous)
            {
                throw new CliException("a login belongs to a broker: name it with --broker");
            }

            DumpImportResult result = DumpImport.IntoDatabase(dump, id, keys, parsed.GetValue(Database)!.FullName);
            foreach (Rejection rejection in result.Rejections)
            {
                Console.Error.WriteLine($"not taken: {rejection.Reason}, {rejection.Detail}");
            }

            Tell(parsed, id, dump,
                new { Gateway = id.ToString(), dump.Header!.Epoch, result.Records, result.Duplicates, result.Through, Rejected = result.Rejections.Count, Verdict = "genuine" },
                $"{result.Records} records new to the platform, {result.Duplicates} it had; complete through record {result.Through}");
            return result.Rejections.Count == 0 && result.Through >= dump.LastSequence ? ExitCodes.Ok : ExitCodes.No;
        }
        catch (CollectorStoreException unusable)
        {
            throw new CliException(unusable.Message);
        }
    }

    private static MqttClientOptions Options(ParseResult parsed, string broker, GatewayId id)
    {
        (string host, int port) = Arguments.HostAndPort(broker);
        BrokerLogin login = Login.Read(parsed, id.ToString(), host);
        return new MqttClientOptions
        {
            Host = host,
            Port = port,
            ClientId = $"{login.UserName ?? $"{id}"}.import",
            UserName = login.UserName,
            Password = login.Password,
            Tls = login.MakeTls?.Invoke(),
        };
    }

    private static bool IsGenuine(ParseResult parsed, string path, Dump dump, KeyRing keys, out GatewayId id)
    {
        id = default;
        byte[]? key = null;
        if (dump.Header != null && (!GatewayId.TryParse(dump.Header.Gateway, out id) || (key = keys.Find(id)) == null))
        {
            throw new CliException($"the key file has no key for {(id == default ? "this gateway" : id)}: name the file that its key was put into when it was provisioned");
        }

        DumpVerifier verified = DumpVerifier.Verify(dump, key ?? new byte[KeyRing.KeyBytes]);
        if (verified.Verdict == DumpVerdict.Genuine || (verified.Verdict == DumpVerdict.Unfinished && parsed.GetValue(Partial)))
        {
            return true;
        }

        string advice = verified.Verdict == DumpVerdict.Unfinished ? "; run 'zhisan evacuate' again, or take what is there with --partial" : "; nothing was taken";
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Verdict = verified.Verdict.ToString().ToLowerInvariant(), verified.Detail });
        }

        Console.Error.WriteLine($"zhisan collect import: {Path.GetFileName(path)} is {verified.Verdict.ToString().ToLowerInvariant()}: {verified.Detail}{advice}");
        return false;
    }

    private static void Tell(ParseResult parsed, GatewayId id, Dump dump, object result, string text)
    {
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(result);
            return;
        }

        Console.WriteLine($"{id}: {dump.Runs.Count} runs, every page sealed with its key, signed through record {dump.End?.Through.ToString() ?? "(not finished)"}");
        foreach (DumpLost lost in dump.Lost)
        {
            Console.WriteLine($"{id}: records {lost.First}..{lost.Last} could not be read any more ({lost.Cause})");
        }

        Console.WriteLine(text);
        Console.WriteLine("the gateway learns of it from the next acknowledgement, as soon as it is connected");
    }
}
