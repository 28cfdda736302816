using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Bench.Uplink;

/// <summary>Many cores and one broker, under a scripted clock.</summary>
public sealed class SimulatedFleet
{
    private const long SecondMs = 1000;

    private readonly FleetMember[] _members;
    private long _nowMs;

    /// <summary>Switches on so many gateways at once.</summary>
    public SimulatedFleet(int size)
    {
        _members = [.. Enumerable.Range(1, size).Select(i => new FleetMember(string.Create(CultureInfo.InvariantCulture, $"gw-{i:d4}")))];
    }

    /// <summary>Whether all are connected.</summary>
    public bool IsUp => _members.All(member => member.Gateway.Link == LinkState.Up);

    /// <summary>All connections break at this very moment.</summary>
    public void LoseBroker()
    {
        foreach (FleetMember member in _members)
        {
            member.Gateway.LinkDown(_nowMs, IncidentCause.Broker);
        }
    }

    /// <summary>Lets time pass. Returns the most attempts to connect within any 1000 ms of it, wherever they begin.</summary>
    public int Run(long ms, bool brokerIsThere)
    {
        long end = _nowMs + ms;
        var due = new PriorityQueue<FleetMember, long>();
        foreach (FleetMember member in _members)
        {
            due.Enqueue(member, Math.Max(member.Gateway.NextDeadlineMs, _nowMs + 1));
        }

        var recent = new Queue<long>();
        int peak = 0;
        while (due.TryPeek(out _, out long now) && now <= end)
        {
            FleetMember member = due.Dequeue();
            if (member.Step(now, brokerIsThere))
            {
                recent.Enqueue(now);
                while (recent.Peek() <= now - SecondMs)
                {
                    recent.Dequeue();
                }

                peak = Math.Max(peak, recent.Count);
            }

            due.Enqueue(member, Math.Max(member.Gateway.NextDeadlineMs, now + 1));
        }

        _nowMs = end;
        return peak;
    }
}
