using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>Doors that close and open again while the gateway's process runs.</summary>
public sealed class DoorTests : IDisposable
{
    private readonly FieldRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Credentials_that_are_revoked_and_restored_cost_nothing_and_are_named_as_the_cause()
    {
        string users = _rig.File("users.txt");
        string password = _rig.File("gw1.password");
        await RunAsync("access", "add", FieldRig.Id.ToString(), "--users", users, "--password-file", password);
        int port = await _rig.StartCollectorAsync("--users", users);
        _rig.StartGateway(port, "--password-file", password, "--haste", "30");
        await _rig.UntilMoreIsAcknowledgedAsync();

        await RunAsync("access", "revoke", FieldRig.Id.ToString(), "--users", users);
        await _rig.UntilSaidAsync("Refused");

        // The same password again, as somebody who revoked the wrong one would restore it.
        await RunAsync("access", "add", FieldRig.Id.ToString(), "--users", users, "--password-file", password);
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.UntilAsync(
            () => Ledger.Read(_rig.Database).Interruptions.Any(one => one.Cause == "credentials"), "an interruption by credentials in the ledger");
    }

    [MosquittoFact]
    public async Task The_secondary_broker_takes_over_and_the_primary_returns()
    {
        using Mosquitto primary = await Mosquitto.RunAsync();
        using Mosquitto secondary = await Mosquitto.RunAsync();
        await _rig.StartCollectorAsync(primary.Port);
        _rig.StartGateway(primary.Port, "--second-broker", $"127.0.0.1:{secondary.Port}", "--haste", "30");
        await _rig.UntilMoreIsAcknowledgedAsync();

        primary.Kill();
        Assert.Equal("secondary", await BrokerInHeartbeatAsync(secondary.Port));
        await primary.StartAsync();
        await _rig.UntilMoreIsAcknowledgedAsync(100);
        Assert.Equal("primary", await BrokerInHeartbeatAsync(primary.Port));
        await _rig.AssertEverythingArrivesOnceAsync(primary.Port);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using ZhisanProcess process = await ZhisanProcess.RunAsync(arguments);
        Assert.True(process.ExitCode == 0, process.Error);
    }

    private static async Task<string?> BrokerInHeartbeatAsync(int port)
    {
        await using MqttClient client = await ClientHelp.ConnectAsync(port, "watcher");
        await client.SubscribeAsync(FieldRig.Id.TopicRoot + "/heartbeat", MqttQos.AtMostOnce);
        using JsonDocument heartbeat = JsonDocument.Parse((await client.NextMessageAsync()).Message.Payload);
        return heartbeat.RootElement.GetProperty("link").GetProperty("broker").GetString();
    }
}
