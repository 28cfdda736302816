using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Core;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Core;

/// <summary>PROTOCOL.md is what a stranger writes a collector from: its examples are decoded here, and the core is held to them.</summary>
public sealed class ProtocolPageTests
{
    private static readonly string Page = File.ReadAllText(Find("Firmware/Core/PROTOCOL.md"));

    [Fact]
    public void The_heartbeat_example_has_exactly_the_members_that_a_gateway_sends()
    {
        JsonElement example = Examples("heartbeat").Single();
        var rig = new GatewayRig(new MemoryStore()) { Sensor = new ZhiSan.Edge.Sensors.Demo.DemoSensor(1, 0, 2), PlatformAcks = true };
        rig.Start();
        rig.ConnectNow();
        rig.Gateway.SetUtc(rig.NowMs, 1764200000000, ClockSource.Network);
        for (int i = 0; i < 4000; i++)
        {
            rig.Measure(1000);
        }

        rig.Gateway.SetUtc(rig.NowMs, 1764200000000 + rig.NowMs - 600, ClockSource.Network);
        rig.Lose(IncidentCause.Wifi);
        rig.ConnectNow();
        rig.Gateway.SetFacts(rig.NowMs, -60, 60000, 2000, 100000);
        rig.Advance(rig.Options.HeartbeatMs + 1);
        using JsonDocument real = JsonDocument.Parse(rig.LastHeartbeat);
        List<string> sent = Names(real.RootElement, string.Empty).ToList();
        List<string> told = Names(example, string.Empty).ToList();
        Assert.Empty(sent.Except(told).Except(["open"]));

        // What only a gateway in trouble sends.
        Assert.Empty(told.Except(sent).Except(["open.seq", "open.cause", "open.since", "degraded", "sensors.failing"]));
    }

    [Fact]
    public void Every_example_is_JSON_and_every_cause_and_member_is_described()
    {
        Assert.True(Regex.Matches(Page, "```json").Count >= 6);
        foreach (string topic in new[] { "ack", "live", "heartbeat", "incident", "cmd", "reply" })
        {
            Assert.NotEmpty(Examples(topic));
        }

        for (byte cause = IncidentCause.Power; cause <= IncidentCause.Clock; cause++)
        {
            Assert.Contains($"| {cause} | `{IncidentCause.Name(cause)}` |", Page);
        }

        foreach (string member in Examples("heartbeat").Single().EnumerateObject().Select(m => m.Name).Where(m => m is not ("v" or "gateway" or "site" or "firmware")))
        {
            Assert.Contains($"`{member}`", Page);
        }
    }

    [Fact]
    public void The_commands_of_the_page_are_taken_by_the_gateway_that_they_are_for()
    {
        var rig = new GatewayRig(new MemoryStore());
        for (int i = 0; i < rig.Key.Length; i++)
        {
            rig.Key[i] = (byte)i;
        }

        rig.Start();
        rig.ConnectNow();
        foreach (string line in Lines("cmd"))
        {
            rig.Receive(rig.Gateway.Topics.Command, line);
        }

        Assert.Equal(0, rig.Gateway.Counters.CommandsRejected);
        Assert.Equal(3, rig.Gateway.Counters.Commands);
        Assert.Contains("\"id\":\"p-19\",\"counter\":1764200000125,\"status\":\"ok\"", rig.Replies);
    }

    [Fact]
    public void The_acknowledgement_of_the_page_is_understood()
    {
        var rig = new GatewayRig(new MemoryStore());
        rig.TakeScans(300);
        rig.ConnectNow();
        rig.Advance(rig.Options.AckGraceMs + 1);
        rig.Receive(rig.Gateway.Topics.Ack, Lines("ack").Single().Replace("305419896", "77").Replace("1234", "5"));
        Assert.Equal(5, rig.Journal.Watermarks.Acked);
    }

    [Fact]
    public void Every_reason_that_the_core_gives_is_on_the_page()
    {
        string settings = File.ReadAllText(Find("Firmware/Core/Configuration/GatewayConfiguration.cs"));
        int set = settings.IndexOf("public string Set(", System.StringComparison.Ordinal);
        string source = File.ReadAllText(Find("Firmware/Core/Gateway.Commands.cs"))
            + settings[set..settings.IndexOf("    /// <summary>", set, System.StringComparison.Ordinal)];
        foreach (Match reason in Regex.Matches(source, "\"(stale-counter|unknown-command|storage|outcome-unknown|secret|[a-z]+-[a-z-]+|busy)\""))
        {
            Assert.Contains($"`{reason.Groups[1].Value}`", Page);
        }
    }

    private static IEnumerable<string> Names(JsonElement element, string prefix) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(m => m.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && Names(m.Value, prefix + m.Name + ".").Any()
                ? Names(m.Value, prefix + m.Name + ".") : [prefix + m.Name]),
        JsonValueKind.Array => element.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).SelectMany(e => Names(e, prefix)).Distinct(),
        _ => [],
    };

    private static List<JsonElement> Examples(string topic)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Block(topic));
        var found = new List<JsonElement>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            found.Add(JsonElement.ParseValue(ref reader));
        }

        return found;
    }

    private static string[] Lines(string topic) => Block(topic).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Block(string topic)
    {
        int section = Page.IndexOf($"## `<root>/{topic}`", StringComparison.Ordinal);
        int start = Page.IndexOf("```json\n", section, StringComparison.Ordinal) + 8;
        return Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Find(string relative)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "ZhiSan.Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, relative);
    }
}
