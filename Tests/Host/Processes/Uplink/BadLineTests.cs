using System;
using System.Buffers.Binary;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Processes.Uplink;

/// <summary>Lines and brokers that end without a word, with the real gateway, collector and mosquitto.</summary>
public sealed class BadLineTests : IDisposable
{
    private readonly FieldRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [MosquittoFact]
    public async Task A_broker_killed_between_receiving_a_page_and_its_PUBACK_loses_and_doubles_nothing()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        using var line = new FieldLine(broker.Port);
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(line.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        for (int kill = 0; kill < 3; kill++)
        {
            int before = Received(broker);
            await line.HoldAnswersFromAsync("/pages");
            await _rig.UntilAsync(() => Received(broker) > before, "mosquitto has the page");
            broker.Kill();
            await broker.StartAsync();
            await _rig.UntilMoreIsAcknowledgedAsync();
        }

        await _rig.AssertEverythingArrivesOnceAsync(line.Port);
    }

    [MosquittoFact]
    public async Task Half_open_TCP_is_noticed_and_costs_nothing()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        using var line = new FieldLine(broker.Port);
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(line.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        line.GoDark();
        await _rig.UntilSaidAsync("connection given up");
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(line.Port);
    }

    [MosquittoFact]
    public async Task A_frozen_broker_whose_TCP_still_accepts_is_left_and_found_again()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        broker.Freeze();
        await _rig.UntilSaidAsync("connection given up", times: 3);
        broker.Thaw();
        await _rig.UntilMoreIsAcknowledgedAsync();
        await _rig.AssertEverythingArrivesOnceAsync(broker.Port);
        Assert.Contains(Ledger.Read(_rig.Database).Interruptions, one => one.Cause == "broker");
    }

    [MosquittoFact]
    public async Task Who_is_told_to_stop_while_nobody_answers_ends_properly()
    {
        using Mosquitto broker = await Mosquitto.RunAsync();
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(broker.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        broker.Freeze();
        _rig.Gateway.Terminate();
        _rig.Collector.Terminate();
        await _rig.Gateway.WaitAsync();
        await _rig.Collector.WaitAsync();
        Assert.Equal((0, 0), (_rig.Gateway.ExitCode, _rig.Collector.ExitCode));
        Assert.Contains("scans journaled", _rig.Gateway.Output);
    }

    [MosquittoFact]
    public async Task A_message_of_256_MB_announced_on_the_command_topic_costs_a_connection_and_no_memory()
    {
        const long Much = 200L * 1024 * 1024;
        using Mosquitto broker = await Mosquitto.RunAsync();
        using var line = new FieldLine(broker.Port);
        await _rig.StartCollectorAsync(broker.Port);
        _rig.StartGateway(line.Port);
        await _rig.UntilMoreIsAcknowledgedAsync();
        line.Inject(Announce($"zhisan/v1/{FieldRig.Id}/cmd"));
        await _rig.UntilSaidAsync("link down: ProtocolError");
        await _rig.UntilMoreIsAcknowledgedAsync();
        Assert.InRange(_rig.Gateway.PeakMemoryBytes, 1, Much);
        await _rig.AssertEverythingArrivesOnceAsync(line.Port);
    }

    // QoS 0, the largest length that MQTT can say, the topic, and a little of the payload.
    private static byte[] Announce(string topic)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic);
        byte[] packet = new byte[7 + name.Length + 1000];
        new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F }.CopyTo(packet, 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(5), (ushort)name.Length);
        name.CopyTo(packet, 7);
        return packet;
    }

    private static int Received(Mosquitto broker) =>
        broker.Log.Split('\n').Count(text => text.Contains("Received PUBLISH from yunwu/gw1", StringComparison.Ordinal) && text.Contains("/pages", StringComparison.Ordinal));
}
