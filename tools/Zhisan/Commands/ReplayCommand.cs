using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Cli.Platform;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan replay</c>: asks a gateway to publish records again that it still holds.</summary>
internal static class ReplayCommand
{
    private static readonly BrokerAccess Access = new();
    private static readonly Argument<string> Target = new("gateway") { Description = "The gateway, as site/gateway." };
    private static readonly Option<long> From = new("--from") { Description = "First record.", Required = true };
    private static readonly Option<long> To = new("--to") { Description = "Last record.", Required = true };
    private static readonly Option<uint?> Epoch = new("--epoch") { Description = "Epoch of its journal; without it the one in its heartbeat." };
    private static readonly Option<FileInfo> Keys = new("--keys") { Description = "File with the gateways' keys (see 'zhisan keys').", Required = true };

    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "Seconds that the gateway may be silent.", DefaultValueFactory = _ => 60,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the outcome as one JSON object." };

    public static Command Create()
    {
        var command = new Command(
            "replay", "Ask a gateway for records again; a running collector takes them. Exit code 0 all came, 1 refused or some are gone, 2 no answer.")
        {
            Target, From, To, Epoch, Keys, Timeout, Json,
        };
        Access.AddTo(command);
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("replay", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        (string site, string gateway) = Arguments.SiteAndGateway(parsed.GetValue(Target)!);
        var id = new GatewayId(site, gateway);
        byte[] key = KeyFiles.Read(parsed.GetValue(Keys)!.FullName, site, gateway);
        TimeSpan patience = Arguments.Timeout(parsed.GetValue(Timeout));
        var range = new NumberRange(parsed.GetValue(From), parsed.GetValue(To));
        if (range.First < 1 || range.Last < range.First || range.Last > JournalLimits.MaxSequence)
        {
            throw new CliException("--from and --to must be record numbers, --from not above --to");
        }

        MqttClient client = await Access.ConnectAsync(parsed, "replay", stop);
        await using CommandSession session = await CommandSession.OpenAsync(client, id, key, stop);
        uint epoch = parsed.GetValue(Epoch) ?? session.Epoch;
        if (epoch == 0)
        {
            throw new CliException($"{id} has sent no heartbeat, so that its epoch is unknown: name it with --epoch, or wait a minute");
        }

        var gone = new List<RemoteReply>();
        RemoteReply? last = await session.RunAsync(
            (commandId, counter) => new RemoteCommand(id, commandId, counter, "replay") { Epoch = epoch, Range = range },
            patience,
            reply => reply.Status is "done" or "refused",
            reply => gone.AddRange(reply.Status == "gone" ? [reply] : []),
            stop);
        return last == null
            ? throw new CliException($"{id} was silent for {patience.TotalSeconds:0.#} s: look whether it is online ('zhisan monitor') and whether {parsed.GetValue(Keys)} holds its key")
            : Report(parsed.GetValue(Json), id, epoch, last, gone, session.PageMessages);
    }

    private static int Report(bool json, GatewayId id, uint epoch, RemoteReply last, List<RemoteReply> gone, int messages)
    {
        bool isWhole = last.Status == "done" && gone.Count == 0;
        if (json)
        {
            JsonLine.Write(new
            {
                id.Site,
                id.Gateway,
                Epoch = epoch,
                last.Status,
                last.Reason,
                Messages = messages,
                Gone = gone.Select(one => new { one.Cause, From = one.Range!.Value.First, To = one.Range.Value.Last }).ToArray(),
            });
            return isWhole ? ExitCodes.Ok : ExitCodes.No;
        }

        foreach (RemoteReply one in gone)
        {
            Console.WriteLine($"{id}: records {one.Range!.Value.First}..{one.Range.Value.Last} are gone: {one.Cause}");
        }

        if (last.Status == "refused")
        {
            Console.Error.WriteLine($"zhisan replay: {id} refused: {Refusals.Explain(last.Reason)}");
        }
        else
        {
            Console.WriteLine($"{id}: done, {messages} messages with pages seen");
        }

        return isWhole ? ExitCodes.Ok : ExitCodes.No;
    }
}
