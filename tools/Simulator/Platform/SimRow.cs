using System.Collections.Generic;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>What the simulated database holds of one gateway.</summary>
internal sealed class SimRow
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>Epochs.</summary>
    public Dictionary<uint, SimEpoch> Epochs { get; } = [];

    /// <summary>Epoch of its newest pages.</summary>
    public uint CurrentEpoch { get; set; }

    /// <summary>Whether it said that it is there.</summary>
    public bool IsOnline { get; set; }

    /// <summary>Its last heartbeat, or null.</summary>
    public HeartbeatFacts? Heartbeat { get; set; }

    /// <summary>Last number that it no longer holds.</summary>
    public long Freed { get; set; }

    /// <summary>Counter of the last command.</summary>
    public long Counter { get; set; }

    /// <summary>The last request, or null.</summary>
    public RepairState? Repair { get; set; }

    /// <summary>What is held of an epoch.</summary>
    public SimEpoch Epoch(uint epoch)
    {
        if (!Epochs.TryGetValue(epoch, out var held))
        {
            Epochs[epoch] = held = new SimEpoch();
        }

        return held;
    }
}
