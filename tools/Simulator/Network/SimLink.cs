using System;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// A gateway's way to the broker: the radio and what lies behind it. One connection at a time; in it, messages keep their order. A
/// connection that dies is noticed at once, or, half open, only after its keep-alive.
/// </summary>
internal sealed class SimLink(World world, SimGateway gateway, SimRandom random)
{
    private const int KeepAliveMs = 45_000;
    private long _upBusyMs;
    private long _downBusyMs;
    private int _outages;

    /// <summary>Number of the connection that the gateway has or tries; only its events count.</summary>
    public int Connection { get; private set; }

    /// <summary>Whether the broker knows the connection.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether there is no way at present.</summary>
    public bool IsOut => _outages > 0;

    /// <summary>Why there is none.</summary>
    public byte OutageCause { get; private set; } = IncidentCause.Wifi;

    /// <summary>Whether messages get lost without a word.</summary>
    public bool IsHalfOpen { get; set; }

    /// <summary>One way, in milliseconds.</summary>
    public long LatencyMs { get; set; } = 40;

    /// <summary>Bytes a second, each way.</summary>
    public long BytesPerSecond { get; set; } = 100_000;

    /// <summary>An outage begins. They may overlap.</summary>
    public void Fail(byte cause)
    {
        _outages++;
        OutageCause = cause;
        Drop(cause, random.Below(3000));
    }

    /// <summary>An outage ends.</summary>
    public void Heal() => _outages--;

    /// <summary>The gateway wants a connection.</summary>
    public void Connect()
    {
        Connection++;
        IsConnected = false;
        var connection = Connection;
        if (IsOut || !world.Broker.IsUp || world.Broker.Refuses || IsHalfOpen)
        {
            var cause = IsOut ? OutageCause : world.Broker is { IsUp: true, Refuses: true } ? IncidentCause.Credentials : IncidentCause.Broker;
            world.Queue.After(IsHalfOpen ? 120_000 : random.Between(50, 20_000), () => Lose(connection, cause));
            return;
        }

        _upBusyMs = 0;
        _downBusyMs = 0;
        world.Queue.After(3 * LatencyMs, () => Accept(connection));
    }

    /// <summary>The gateway drops its connection, or is without power.</summary>
    public void Abandon()
    {
        var connection = Connection;
        Connection++;
        if (IsConnected)
        {
            IsConnected = false;
            world.Queue.After(random.Between(100, KeepAliveMs), () => world.Broker.Gone(gateway, connection));
        }
    }

    /// <summary>The connection ends from the other side, or in between.</summary>
    public void Drop(byte cause, long noticedAfterMs)
    {
        if (!IsConnected)
        {
            return;
        }

        var connection = Connection;
        IsConnected = false;
        world.Queue.After(random.Between(100, KeepAliveMs), () => world.Broker.Gone(gateway, connection));
        world.Queue.After(noticedAfterMs, () => Lose(connection, cause));
    }

    /// <summary>A message from the gateway; the token is for the broker's word, -1 for none.</summary>
    public void Send(SimMessage message, int token)
    {
        var connection = Connection;
        var arrives = Arrival(ref _upBusyMs, message);
        world.Queue.At(arrives, () => ArriveAtBroker(connection, message, token));
    }

    /// <summary>A message from the broker.</summary>
    public void Deliver(SimMessage message)
    {
        var connection = Connection;
        if (IsConnected)
        {
            world.Queue.At(Arrival(ref _downBusyMs, message), () =>
            {
                if (IsAlive(connection))
                {
                    gateway.TakeMessage(message);
                }
            });
        }
    }

    private bool IsAlive(int connection) => connection == Connection && IsConnected && !IsHalfOpen && !IsOut;

    private long Arrival(ref long busyMs, SimMessage message)
    {
        var begins = Math.Max(busyMs, world.Queue.NowMs);
        busyMs = begins + (message.Payload.Length * 1000L / BytesPerSecond);
        return busyMs + LatencyMs;
    }

    private void Accept(int connection)
    {
        if (connection != Connection)
        {
            return;
        }

        if (IsOut || !world.Broker.IsUp)
        {
            Lose(connection, IsOut ? OutageCause : IncidentCause.Broker);
            return;
        }

        IsConnected = true;
        gateway.LinkUp();
        if (connection == Connection && IsConnected)
        {
            world.Broker.Greet(gateway);
        }
    }

    private void Lose(int connection, byte cause)
    {
        if (connection == Connection)
        {
            Connection++;
            IsConnected = false;
            gateway.LinkDown(cause);
        }
    }

    private void ArriveAtBroker(int connection, SimMessage message, int token)
    {
        if (IsAlive(connection))
        {
            world.Broker.Take(message);
            if (token >= 0)
            {
                world.Queue.After(LatencyMs, () =>
                {
                    if (IsAlive(connection))
                    {
                        gateway.PublishResult(token, true);
                    }
                });
            }
        }
        else if (world.IsFaulty(FaultKind.LateMessages) && random.Chance(300))
        {
            world.Trace.Note(gateway.Name, "a message of an earlier connection arrives late: " + message.Topic[(message.Topic.LastIndexOf('/') + 1)..]);
            world.Queue.After(random.Between(1000, 120_000), () => world.Broker.Take(message));
        }
    }
}
