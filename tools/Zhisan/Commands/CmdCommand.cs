using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Cli.Platform;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan cmd</c>: tells a gateway something and waits for its answer.</summary>
internal static class CmdCommand
{
    private const int MaxTextBytes = 120;

    private static readonly BrokerAccess Access = new();
    private static readonly Argument<string> Target = new("gateway") { Description = "The gateway, as site/gateway." };
    private static readonly Argument<string> Key = new("key") { Description = "Configuration key." };
    private static readonly Argument<string> Value = new("value") { Description = "Its new value." };
    private static readonly Option<FileInfo> Keys = new("--keys") { Description = "File with the gateways' keys (see 'zhisan keys').", Required = true };

    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "Seconds to wait for the answer.", DefaultValueFactory = _ => 15,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the answer as one JSON object." };

    public static Command Create() => new("cmd", "Send a signed command to a gateway; exit code 0 done, 1 refused, 2 no answer.")
    {
        Make("ping", "Ask whether it is there and takes commands."),
        Make("identify", "Let its light blink."),
        Make("reboot", "Restart it."),
        Make("set", "Change one setting: it is checked, stored and journaled; what needs a restart ('zhisan config schema') takes effect with the next one.", Key, Value),
    };

    private static Command Make(string name, string description, params Argument<string>[] more)
    {
        var command = new Command(name, description) { Target };
        foreach (Argument<string> argument in more)
        {
            command.Arguments.Add(argument);
        }

        command.Options.Add(Keys);
        command.Options.Add(Timeout);
        command.Options.Add(Json);
        Access.AddTo(command);
        command.SetAction((parsed, cancel) =>
            CommandRunner.RunAsync("cmd " + name, cancel, stop => RunAsync(parsed, name, more.Length > 0, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string name, bool sets, CancellationToken stop)
    {
        (string site, string gateway) = Arguments.SiteAndGateway(parsed.GetValue(Target)!);
        var id = new GatewayId(site, gateway);
        byte[] key = KeyFiles.Read(parsed.GetValue(Keys)!.FullName, site, gateway);
        TimeSpan patience = Arguments.Timeout(parsed.GetValue(Timeout));
        string setting = sets ? Text(parsed.GetValue(Key)!, "key") : "";
        string value = sets ? Text(parsed.GetValue(Value)!, "value") : "";
        MqttClient client = await Access.ConnectAsync(parsed, "cmd", stop);
        await using CommandSession session = await CommandSession.OpenAsync(client, id, key, stop);
        RemoteReply? reply = await session.RunAsync(
            (commandId, counter) => new RemoteCommand(id, commandId, counter, name) { Key = setting, Value = value },
            patience,
            _ => true,
            _ => { },
            stop);
        return reply == null
            ? throw new CliException($"{id} did not answer within {patience.TotalSeconds:0.#} s: look whether it is online ('zhisan monitor') and whether {parsed.GetValue(Keys)} holds its key")
            : Report(parsed.GetValue(Json), id, name, reply);
    }

    private static int Report(bool json, GatewayId id, string name, RemoteReply reply)
    {
        bool isDone = reply.Status is "ok" or "done";
        if (json)
        {
            JsonLine.Write(new { id.Site, id.Gateway, Command = name, reply.Status, reply.Reason, reply.Counter });
        }
        else if (isDone)
        {
            Console.WriteLine($"{id}: {name} {reply.Status}{(reply.Reason.Length > 0 ? ", " + reply.Reason : "")}");
        }
        else
        {
            Console.Error.WriteLine($"zhisan cmd {name}: {id} refused: {Refusals.Explain(reply.Reason)}");
        }

        return isDone ? ExitCodes.Ok : ExitCodes.No;
    }

    private static string Text(string text, string what) => Encoding.UTF8.GetByteCount(text) is > 0 and <= MaxTextBytes && !text.Contains('\n')
        ? text
        : throw new CliException($"the {what} must be one line of 1 to {MaxTextBytes} bytes");
}
