using System;
using System.Collections.Generic;
using System.Text;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// The broker: retained messages, the collector's session, the gateways' clean sessions. It dies and comes back, with or without what
/// it kept; it delivers twice.
/// </summary>
internal sealed class SimBroker(World world, SimRandom random)
{
    private const int MostQueued = 1000;

    private readonly SortedDictionary<string, SimMessage> _retained = new(StringComparer.Ordinal);

    /// <summary>Whether it runs.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>Whether it refuses the gateways' credentials.</summary>
    public bool Refuses { get; set; }

    /// <summary>Whether it keeps retained messages and sessions on disk.</summary>
    public bool Persists { get; init; }

    /// <summary>Retained messages.</summary>
    public IReadOnlyDictionary<string, SimMessage> Retained => _retained;

    /// <summary>It dies.</summary>
    public void Crash(long awayMs)
    {
        if (!IsUp)
        {
            return;
        }

        IsUp = false;
        if (!Persists)
        {
            _retained.Clear();
            world.Collector.ForgetSession();
        }

        world.Collector.Disconnect();
        foreach (var gateway in world.Gateways)
        {
            gateway.Link.Drop(Core.Incidents.IncidentCause.Broker, random.Below(2000));
        }

        world.Queue.After(awayMs, () => IsUp = true);
    }

    /// <summary>A message arrived.</summary>
    public void Take(SimMessage message)
    {
        if (!IsUp)
        {
            return;
        }

        if (message.Retain)
        {
            if (message.Payload.Length == 0)
            {
                _retained.Remove(message.Topic);
            }
            else
            {
                _retained[message.Topic] = message;
            }
        }

        Route(message with { Retain = false });
        if (message.Qos == 1 && world.IsFaulty(FaultKind.Duplicates) && random.Chance(30))
        {
            var again = message with { Retain = false };
            world.Queue.After(random.Between(10, 30_000), () => Route(again));
        }
    }

    /// <summary>A gateway subscribed.</summary>
    public void Greet(SimGateway gateway)
    {
        if (_retained.TryGetValue(gateway.AckTopic, out var ack))
        {
            gateway.Link.Deliver(ack);
        }
    }

    /// <summary>A gateway's connection ended: its will is published, unless it is back already.</summary>
    public void Gone(SimGateway gateway, int connection)
    {
        if (IsUp && !gateway.Link.IsConnected && gateway.Link.Connection - connection <= 2)
        {
            Take(new SimMessage(gateway.StateTopic, Encoding.ASCII.GetBytes("offline"), 1, true));
        }
    }

    private void Route(SimMessage message)
    {
        if (!IsUp)
        {
            return;
        }

        var slash = message.Topic.LastIndexOf('/');
        switch (message.Topic[(slash + 1)..])
        {
            case "ack":
                world.GatewayOf(message.Topic)?.Link.Deliver(message);
                break;
            case "cmd":
                world.GatewayOf(message.Topic)?.Link.Deliver(message);
                break;
            case "live":
                break;
            default:
                if (world.Collector.Queued < MostQueued)
                {
                    world.Collector.Receive(message);
                }

                break;
        }
    }
}
