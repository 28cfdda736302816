using System;
using System.Net;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>Our broker on a free loopback port, with its notices.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private BrokerFixture(MqttBroker broker, Notices notices, int port)
    {
        Broker = broker;
        Notices = notices;
        Port = port;
    }

    public MqttBroker Broker { get; }

    public Notices Notices { get; }

    public int Port { get; }

    public static async Task<BrokerFixture> StartAsync(MqttBrokerOptions? options = null, int port = 0)
    {
        var notices = new Notices();
        var broker = new MqttBroker((options ?? new MqttBrokerOptions()) with { OnNotice = notices.Add });
        var bound = await broker.StartAsync(new IPEndPoint(IPAddress.Loopback, port));
        return new BrokerFixture(broker, notices, bound.Port);
    }

    public Task<MqttClient> ConnectAsync(string clientId, Func<MqttClientOptions, MqttClientOptions>? change = null) =>
        ClientHelp.ConnectAsync(Port, clientId, change);

    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}
