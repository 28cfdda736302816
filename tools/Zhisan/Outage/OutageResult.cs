using System.Collections.Generic;

namespace ZhiSan.Edge.Cli.Outage;

/// <summary>How the outage ended.</summary>
internal sealed record OutageResult
{
    /// <summary>Rows given while the link was down.</summary>
    public required int Rows { get; init; }

    /// <summary>Of these, not in the platform's database with the very same values.</summary>
    public required int Lost { get; init; }

    /// <summary>There more than once.</summary>
    public required int Duplicates { get; init; }

    /// <summary>There behind a later one.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>There and never given.</summary>
    public required int Strange { get; init; }

    /// <summary>Bytes from the gateway to the broker in all connections, over the rows: everything that TCP carried.</summary>
    public required double WireBytesPerRow { get; init; }

    /// <summary>Bytes from the broker to the gateway, over the rows.</summary>
    public required double WireBytesBackPerRow { get; init; }

    /// <summary>Bytes of all files on the gateway's flash at the end of the outage, over the rows.</summary>
    public required double FlashBytesPerRow { get; init; }

    /// <summary>SIGKILLs before the drain.</summary>
    public required int KillsBeforeDrain { get; init; }

    /// <summary>SIGKILLs while something was still to be delivered.</summary>
    public required int KillsDuringDrain { get; init; }

    /// <summary>Rows in the database at each of these.</summary>
    public required IReadOnlyList<long> StoredAtKills { get; init; }

    /// <summary>From the return of the link until everything was delivered, restarts included.</summary>
    public required double DrainSeconds { get; init; }

    /// <summary>Records that came again and were dropped by the platform.</summary>
    public required long SentAgain { get; init; }

    /// <summary>Whether the ledger misses nothing and the chain is verified.</summary>
    public required bool LedgerComplete { get; init; }

    /// <summary>Whether everything is there once and in order.</summary>
    public bool IsGood => Rows > 0 && Lost == 0 && Duplicates == 0 && OutOfOrder == 0 && Strange == 0 && LedgerComplete;
}
