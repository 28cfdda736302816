using System;
using System.CommandLine;
using ZhiSan.Edge.Cli.Output;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan config</c>: what can be set on a gateway.</summary>
internal static class ConfigCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print the schema as one JSON object." };

    private static readonly Option<bool> Markdown = new("--markdown") { Description = "Print the table of CONSOLE.md." };

    private static readonly Option<bool> Chinese = new("--zh") { Description = "Help in Chinese." };

    public static Command Create()
    {
        var schema = new Command("schema", "Print every key of a gateway's configuration: type, range, default, meaning.") { Json, Markdown, Chinese };
        schema.SetAction(parsed => CommandRunner.Run("config schema", () => Print(parsed)));
        return new Command("config", "What can be set on a gateway.") { schema };
    }

    private static int Print(ParseResult parsed)
    {
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Version = 1, Keys = ConfigurationSchema.Keys });
        }
        else
        {
            Console.Write(parsed.GetValue(Markdown)
                ? ConfigurationSchema.Markdown()
                : ConfigurationSchema.Text(parsed.GetValue(Chinese)));
        }

        return ExitCodes.Ok;
    }
}
