namespace ZhiSan.Edge.Simulator;

/// <summary>What can go wrong. Each kind can be left out of a run; the others stay what they were.</summary>
public enum FaultKind
{
    /// <summary>The power goes, between flash calls or in the middle of one; what the call leaves is drawn.</summary>
    PowerCut,

    /// <summary>The power comes and goes several times within a minute, in starts too.</summary>
    BrownOut,

    /// <summary>A bit of a file flips.</summary>
    BitRot,

    /// <summary>Somebody removes a file.</summary>
    FileRemoved,

    /// <summary>Calls that change the flash fail for a while: nothing done, half done, or done and denied.</summary>
    StoreFailure,

    /// <summary>The file system is full for a while.</summary>
    StoreFull,

    /// <summary>Radio, address, name service or route is gone for minutes to a day.</summary>
    LinkOutage,

    /// <summary>The connection is dead and nobody knows it yet.</summary>
    HalfOpen,

    /// <summary>Seconds of latency, and a few hundred bytes a second.</summary>
    SlowLink,

    /// <summary>What was under way in a connection that ended arrives after messages of the next one.</summary>
    LateMessages,

    /// <summary>The broker dies: connections, sessions and perhaps retained messages are gone.</summary>
    BrokerCrash,

    /// <summary>The broker refuses the gateways' credentials for a while.</summary>
    BrokerRefuses,

    /// <summary>The broker delivers a message twice.</summary>
    Duplicates,

    /// <summary>The collector dies between any two steps of its store, or between commit and acknowledgement.</summary>
    CollectorCrash,

    /// <summary>The collector is away for hours or days.</summary>
    CollectorAway,

    /// <summary>The database fails: the transaction is undone.</summary>
    DatabaseFailure,

    /// <summary>The database is gone, with everything in it.</summary>
    DatabaseLost,

    /// <summary>The crystal runs fast or slow.</summary>
    ClockDrift,

    /// <summary>The time server is wrong for a while.</summary>
    ClockStep,

    /// <summary>A sensor fails, hangs or throws.</summary>
    SensorFault,

    /// <summary>A storm: power and radio of several gateways at once, perhaps the broker too.</summary>
    Storm,

    /// <summary>Weeks without a link: small rings fill.</summary>
    Monsoon,

    /// <summary>Somebody stops the gateway in order and starts it again.</summary>
    Stop,

    /// <summary>Somebody comes with a laptop: settings, restarts, evacuation and import, a new start with an erased flash.</summary>
    Technician,
}
