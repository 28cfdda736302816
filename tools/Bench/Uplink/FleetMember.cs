using ZhiSan.Edge.Bench.Stores;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Bench.Uplink;

/// <summary>One core of a fleet, with the product's own times.</summary>
internal sealed class FleetMember
{
    private const long QuietHeartbeatMs = 3_600_000;

    private readonly GatewayOutput _output = new();

    public FleetMember(string name)
    {
        var store = new MeteredStore();
        byte[] key = new byte[32];
        var options = new GatewayOptions { Site = "yunwu", Gateway = name, HeartbeatMs = QuietHeartbeatMs };
        var journal = new Journal(store, new JournalOptions { MostChannels = 1 }, key);
        var channels = new ChannelSetBody(1);
        channels.Names[0] = "t";
        channels.Units[0] = "Cel";
        Gateway = new Gateway(options, journal, channels, null, store, key);
        Gateway.Start(0, 7);
    }

    public Gateway Gateway { get; }

    /// <summary>Time has come; an attempt to connect is answered at once. Returns whether there was one.</summary>
    public bool Step(long now, bool brokerIsThere)
    {
        Gateway.Tick(now);
        bool tried = Drain(now);
        if (tried)
        {
            if (brokerIsThere)
            {
                Gateway.LinkUp(now);
            }
            else
            {
                Gateway.LinkDown(now, IncidentCause.Broker);
            }

            Drain(now);
        }

        return tried;
    }

    private bool Drain(long now)
    {
        bool tried = false;
        while (Gateway.NextOutput(_output))
        {
            tried |= _output.Kind == OutputKind.Connect;
            if (_output.Kind == OutputKind.Publish && _output.Token != GatewayOutput.NoToken)
            {
                Gateway.PublishResult(now, _output.Token, true);
            }
        }

        return tried;
    }
}
