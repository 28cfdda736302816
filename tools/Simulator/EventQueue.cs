using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.Simulator;

/// <summary>What will happen, in order of time; what happens at one instant, in the order in which it was asked for.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, (long AtMs, long Order)> _events = new();
    private long _order;

    /// <summary>Simulated time: milliseconds since the beginning of the world.</summary>
    public long NowMs { get; private set; }

    /// <summary>Events so far.</summary>
    public long Happened { get; private set; }

    /// <summary>Lets something happen at a time, now at the earliest.</summary>
    public void At(long atMs, Action happen) => _events.Enqueue(happen, (Math.Max(atMs, NowMs), _order++));

    /// <summary>Lets something happen after a while.</summary>
    public void After(long ms, Action happen) => At(NowMs + ms, happen);

    /// <summary>Lets the next event happen, when it is due by then; else only time passes, and the answer is false.</summary>
    public bool Step(long untilMs)
    {
        if (!_events.TryPeek(out var happen, out var when) || when.AtMs > untilMs)
        {
            NowMs = Math.Max(NowMs, untilMs);
            return false;
        }

        _events.Dequeue();
        NowMs = when.AtMs;
        Happened++;
        happen();
        return true;
    }
}
