using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>What people do from their desk: <c>zhisan monitor</c>, <c>cmd</c> and <c>replay</c> with a real gateway, collector and mosquitto.</summary>
public sealed class PeopleCommandTests : IDisposable
{
    private readonly FieldRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [MosquittoFact]
    public async Task The_monitor_shows_the_fleet_and_fails_on_the_level_that_was_asked_for()
    {
        using Mosquitto broker = await StartAsync();
        await using MqttClient other = await ClientHelp.ConnectAsync(broker.Port, "another-gateway");
        await other.PublishAckedAsync("zhisan/v1/lake/gw5/state", "online", retain: true);
        await other.PublishAckedAsync(
            "zhisan/v1/lake/gw5/heartbeat",
            """{"v":1,"alert":"act","reason":"the flash is nearly full","backlog":{"records":70000,"oldest":4000000},"buffer":{"daysLeft":2.5},"open":[{"cause":"platform"}]}""",
            retain: true);

        (int exit, string output, _) = await RunAsync(broker, "monitor", "--once");
        Assert.Equal(0, exit);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("lake/gw5 ", lines[1]);
        Assert.Matches(@"^lake/gw5 +online +act +70000 +46d +2\.5 +unknown$", lines[1]);
        Assert.Equal("    the flash is nearly full; open: platform", lines[2]);
        Assert.StartsWith("yunwu/gw1 ", lines[3]);
        Assert.Matches(" online ", lines[3]);

        (exit, output, _) = await RunAsync(broker, "monitor", "--once", "--json", "--fail-on", "critical");
        Assert.Equal(0, exit);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("act", json.RootElement.GetProperty("worst").GetString());
        Assert.Equal(["gw5", "gw1"], json.RootElement.GetProperty("gateways").EnumerateArray().Select(one => one.GetProperty("gateway").GetString()));

        (exit, _, _) = await RunAsync(broker, "monitor", "--once", "--fail-on", "act");
        Assert.Equal(1, exit);
    }

    [MosquittoFact]
    public async Task The_monitor_streams_one_object_per_change()
    {
        using Mosquitto broker = await StartAsync();
        using ZhisanProcess monitor = ZhisanProcess.Start("monitor", "--broker", $"127.0.0.1:{broker.Port}", "--json");
        await _rig.UntilAsync(() => monitor.Output.Contains("\"state\":\"online\""), "the gateway is online");
        _rig.Gateway.Kill();
        await Wait.UntilAsync(() => monitor.Output.Contains("\"state\":\"offline\""), "its last will");
        foreach (string line in monitor.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1])
        {
            using JsonDocument json = JsonDocument.Parse(line);
            Assert.Equal("gw1", json.RootElement.GetProperty("gateway").GetString());
        }
    }

    [MosquittoFact]
    public async Task Commands_are_carried_out_or_refused_with_advice()
    {
        using Mosquitto broker = await StartAsync();
        Assert.Equal((0, "yunwu/gw1: ping ok\n", ""), await CommandAsync(broker, "ping", "yunwu/gw1"));
        Assert.Equal(0, (await CommandAsync(broker, "identify", "yunwu/gw1")).Exit);
        await _rig.UntilSaidAsync("identify: here I am");
        Assert.Equal(1, _rig.TimesSaid("identify: here I am"));
        Assert.Equal(0, (await CommandAsync(broker, "set", "yunwu/gw1", "trial", "7")).Exit);
        (int exit, string output, string error) = await CommandAsync(broker, "set", "yunwu/gw1", "trial", "soon");
        Assert.Equal((1, "", "zhisan cmd set: yunwu/gw1 refused: bad-value: 'zhisan config schema' says what the key takes\n"), (exit, output, error));
        (exit, output, _) = await CommandAsync(broker, "set", "yunwu/gw1", "site", "lake", "--json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal((1, "refused", "local-only"), (exit, json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("reason").GetString()));
        Assert.Equal(0, (await CommandAsync(broker, "reboot", "yunwu/gw1")).Exit);
        await _rig.UntilSaidAsync("restart on command");
        await _rig.UntilSaidAsync("journal recovered");
        await _rig.UntilMoreIsAcknowledgedAsync();
    }

    [MosquittoFact]
    public async Task Records_that_are_still_there_come_again_and_others_are_refused()
    {
        using Mosquitto broker = await StartAsync();
        (int exit, string output, string error) = await RunAsync(broker, "replay", "yunwu/gw1", "--from", "1", "--to", "20", "--keys", _rig.Keys, "--json");
        Assert.True(exit == 0, output + error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("done", json.RootElement.GetProperty("status").GetString());
        Assert.InRange(json.RootElement.GetProperty("messages").GetInt32(), 1, int.MaxValue);

        (exit, _, error) = await RunAsync(broker, "replay", "yunwu/gw1", "--from", "9000000", "--to", "9000001", "--keys", _rig.Keys);
        Assert.Equal((1, "zhisan replay: yunwu/gw1 refused: not-sent-yet: nothing of it was ever sent, it comes by itself\n"), (exit, error));
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
    }

    [MosquittoFact]
    public async Task A_gateway_that_is_offline_or_unknown_is_said_to_be_so()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        (int exit, _, string error) = await RunAsync(broker, "monitor", "--once", "--seconds", "0.5");
        Assert.Equal(1, exit);
        Assert.Contains("knows no gateway", error);
        await using MqttClient gateway = await ClientHelp.ConnectAsync(broker.Port, FieldRig.Id.ToString());
        await gateway.PublishAckedAsync(FieldRig.Id.TopicRoot + "/state", "offline", retain: true);
        (exit, _, error) = await CommandAsync(broker, "ping", "yunwu/gw1");
        Assert.Equal(2, exit);
        Assert.Contains("is offline", error);
    }

    private async Task<Mosquitto> StartAsync()
    {
        Mosquitto broker = await Mosquitto.RunAsync();
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        return broker;
    }

    private Task<(int Exit, string Output, string Error)> CommandAsync(Mosquitto broker, string name, params string[] more) =>
        RunAsync(broker, ["cmd", name, .. more, "--keys", _rig.Keys]);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(Mosquitto broker, params string[] arguments)
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync([.. arguments, "--broker", $"127.0.0.1:{broker.Port}"]);
        return (process.ExitCode, process.Output, process.Error);
    }
}
