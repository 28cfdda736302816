using System;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>How a virtual gateway is run.</summary>
public sealed record VirtualGatewayOptions
{
    /// <summary>Who it is and its times, in virtual time; network times are multiplied by the clock's speed here.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>The gateway's key, 32 bytes.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Folder that stands for the flash.</summary>
    public required string FlashFolder { get; init; }

    /// <summary>
    /// The configuration on the flash; null when the command line says who the gateway is, and what it says counts. A gateway that is
    /// not provisioned runs its sensors and its console, and records nothing.
    /// </summary>
    public GatewayConfiguration? Configuration { get; init; }

    /// <summary>Broker's host; empty while there is none.</summary>
    public required string BrokerHost { get; init; }

    /// <summary>Broker's port.</summary>
    public required int BrokerPort { get; init; }

    /// <summary>Second broker's host, or empty: used while the first one is away.</summary>
    public string SecondBrokerHost { get; init; } = string.Empty;

    /// <summary>Second broker's port.</summary>
    public int SecondBrokerPort { get; init; }

    /// <summary>Who it is to the brokers, and how it knows them.</summary>
    public BrokerLogin Login { get; init; } = BrokerLogin.Anonymous;

    /// <summary>The clock.</summary>
    public required VirtualClock Clock { get; init; }

    /// <summary>The uplink's waits and time limits are divided by this; 1 is what a device does.</summary>
    public double Haste { get; init; } = 1;

    /// <summary>Flash for segments, in bytes.</summary>
    public int BudgetBytes { get; init; } = 11 * 16384;

    /// <summary>File that takes what the sensors gave, or null.</summary>
    public string? SideLogPath { get; init; }

    /// <summary>Stop sampling after this much virtual time, deliver everything, and end; null runs until told to stop.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Stop at this virtual UTC (milliseconds since 1970), deliver everything, and end; null for no such end.</summary>
    public long? UntilUtcMs { get; init; }

    /// <summary>Whether to end when the recording has ended and everything is delivered.</summary>
    public bool EndWithRecording { get; init; }

    /// <summary>Whether writes reach the disk before they count.</summary>
    public bool Sync { get; init; } = true;

    /// <summary>A technician's cable, or null.</summary>
    public IConsoleChannel? Console { get; init; }

    /// <summary>Takes one line about what happens, for people.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
