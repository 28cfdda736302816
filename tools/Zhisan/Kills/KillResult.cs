namespace ZhiSan.Edge.Cli.Kills;

/// <summary>How a run with many kills ended.</summary>
internal sealed record KillResult
{
    /// <summary>SIGKILLs altogether.</summary>
    public required int Kills { get; init; }

    /// <summary>Of these, of the broker.</summary>
    public required int BrokerKills { get; init; }

    /// <summary>Of the collector.</summary>
    public required int CollectorKills { get; init; }

    /// <summary>Of the gateway.</summary>
    public required int GatewayKills { get; init; }

    /// <summary>Kills since whose predecessor something new had come into the database.</summary>
    public required int KillsAfterProgress { get; init; }

    /// <summary>Whether the broker kept sessions and retained messages over its kills.</summary>
    public required bool Persistence { get; init; }

    /// <summary>What the order of things was drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>Scans that the sensor gave.</summary>
    public required int Scans { get; init; }

    /// <summary>Of these, whose write a kill of the gateway interrupted before it returned.</summary>
    public required int Interrupted { get; init; }

    /// <summary>Durable on the gateway, and not in the database with the very same values.</summary>
    public required int Lost { get; init; }

    /// <summary>Scans in the database more than once, or never given.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Records in the database, of any kind.</summary>
    public required long Records { get; init; }

    /// <summary>Records that came again and were dropped by the platform.</summary>
    public required long SentAgain { get; init; }

    /// <summary>Whether the ledger misses nothing and the chain is verified.</summary>
    public required bool LedgerComplete { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether everything is there once.</summary>
    public bool IsGood => Scans > 0 && Lost == 0 && Duplicates == 0 && LedgerComplete;
}
