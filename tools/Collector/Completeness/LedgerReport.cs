using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZhiSan.Edge.Collector;

/// <summary>The completeness ledger: is anything missing, which, since when, and why.</summary>
public sealed record LedgerReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions IndentedJson = new(Json) { WriteIndented = true };

    /// <summary>
    /// True: nothing is lost, unaccounted or pending, the chain is verified, and no two gateways share an identity.
    /// </summary>
    public required bool Complete { get; init; }

    /// <summary>Why it is not complete, one line each.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>True: no break in any chain, no rejected MAC, no contradicting page.</summary>
    public required bool ChainVerified { get; init; }

    /// <summary>Sums over all gateways.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>The gateways, in order of their names.</summary>
    public required IReadOnlyList<LedgerGateway> Gateways { get; init; }

    /// <summary>The days of each gateway.</summary>
    public required IReadOnlyList<LedgerDay> Days { get; init; }

    /// <summary>Every gap, in order of gateway, epoch and place.</summary>
    public required IReadOnlyList<LedgerGap> Gaps { get; init; }

    /// <summary>Every interruption, in order of gateway, epoch and beginning.</summary>
    public required IReadOnlyList<LedgerInterruption> Interruptions { get; init; }

    /// <summary>The interruptions by gateway and cause: whose they were.</summary>
    public required IReadOnlyList<LedgerFault> Faults { get; init; }

    /// <summary>What was not taken, from whomever.</summary>
    public required IReadOnlyList<LedgerRejection> Rejections { get; init; }

    /// <summary>The report as JSON with camel-case names.</summary>
    public string ToJson(bool indented = false) => JsonSerializer.Serialize(this, indented ? IndentedJson : Json);
}
