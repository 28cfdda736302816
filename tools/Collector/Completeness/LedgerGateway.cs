using System.Collections.Generic;

namespace ZhiSan.Edge.Collector;

/// <summary>One gateway in the ledger.</summary>
public sealed record LedgerGateway
{
    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary>Its name.</summary>
    public required string Gateway { get; init; }

    /// <summary>Whether anything genuine ever came from it. False: provisioned, never delivered.</summary>
    public required bool Heard { get; init; }

    /// <summary><c>online</c>, <c>offline</c>, or empty when it never said.</summary>
    public required string State { get; init; }

    /// <summary>When its last heartbeat came, UTC; empty when none did.</summary>
    public required string LastHeartbeat { get; init; }

    /// <summary>Whether a heartbeat told what it holds. False: pending may be more than is known.</summary>
    public required bool PendingKnown { get; init; }

    /// <summary>Epoch of its journal.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Its watermark in that epoch.</summary>
    public required long AckedThrough { get; init; }

    /// <summary>True: no break in the chain, no rejected MAC, no contradicting page.</summary>
    public required bool ChainVerified { get; init; }

    /// <summary>Its sums.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>Signs that two gateways share its identity.</summary>
    public required IReadOnlyList<LedgerConflict> Conflicts { get; init; }
}
