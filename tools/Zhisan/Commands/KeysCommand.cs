using System;
using System.CommandLine;
using System.IO;
using System.Security.Cryptography;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan keys</c>: the gateways' keys. Keys are never printed.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Id = new("gateway") { Description = "The gateway, as site/gateway." };

    private static readonly Option<FileInfo> Keys = new("--keys") { Description = "Key file; made when missing.", Required = true };

    public static Command Create()
    {
        var add = new Command("add", "Give a gateway a new random key, if it has none.") { Id, Keys };
        add.SetAction(parsed => CommandRunner.Run("keys add", () => Add(parsed)));
        var list = new Command("list", "Say which gateways have a key.") { Keys };
        list.SetAction(parsed => CommandRunner.Run("keys list", () => List(parsed)));
        return new Command("keys", "Manage the file with the gateways' keys.") { add, list };
    }

    private static int Add(ParseResult parsed)
    {
        (string site, string gateway) = Arguments.SiteAndGateway(parsed.GetValue(Id)!);
        string path = parsed.GetValue(Keys)!.FullName;
        KeyRing ring = File.Exists(path) ? KeyRing.Load(path) : new KeyRing();
        var id = new GatewayId(site, gateway);
        if (ring.Find(id) != null)
        {
            throw new CliException($"{site}/{gateway} has a key already; replacing it would break its chain");
        }

        ring.Set(id, RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
        ring.Save(path);
        Console.WriteLine($"{site}/{gateway} has a key in {path}");
        return ExitCodes.Ok;
    }

    private static int List(ParseResult parsed)
    {
        string path = parsed.GetValue(Keys)!.FullName;
        if (!File.Exists(path))
        {
            throw new CliException($"{path} does not exist");
        }

        foreach (GatewayId id in KeyRing.Load(path).Gateways)
        {
            Console.WriteLine(id);
        }

        return ExitCodes.Ok;
    }
}
