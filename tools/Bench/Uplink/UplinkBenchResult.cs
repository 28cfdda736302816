namespace ZhiSan.Edge.Bench.Uplink;

/// <summary>What the uplink's bench measures.</summary>
public sealed record UplinkBenchResult
{
    /// <summary>Speed of the line.</summary>
    public required int LineBytesPerSecond { get; init; }

    /// <summary>Its round trip.</summary>
    public required int RoundTripMs { get; init; }

    /// <summary>Records that waited when the connection came.</summary>
    public required long BacklogRecords { get; init; }

    /// <summary>Their pages, as payload sent.</summary>
    public required long BacklogBytes { get; init; }

    /// <summary>Scans taken during the drain, one each second.</summary>
    public required int LiveScans { get; init; }

    /// <summary>Previews sent during the drain.</summary>
    public required int LivePreviews { get; init; }

    /// <summary>From the connection until the platform has all that waited.</summary>
    public required double DrainSeconds { get; init; }

    /// <summary>Messages with pages in that time.</summary>
    public required int DrainMessages { get; init; }

    /// <summary>Bytes of these messages, with topic, MQTT, TCP and IP headers, over the readings that waited.</summary>
    public required double WireBytesPerReading { get; init; }

    /// <summary>Records that came to the platform more than once.</summary>
    public required long DuplicatesSent { get; init; }

    /// <summary>Longest time from a scan to the arrival of its preview, or of a newer one, during the drain.</summary>
    public required long LiveDelayMsMax { get; init; }

    /// <summary>
    /// Least share of the byte budget that pages had while previews wanted more than all of it: of several budgets, over any
    /// <see cref="UplinkBench.ShareMessages"/> messages with pages in a row.
    /// </summary>
    public required double BacklogShareMin { get; init; }

    /// <summary>Gateways of the fleet.</summary>
    public required int Fleet { get; init; }

    /// <summary>Most attempts to connect in any 1000 ms after all lost their broker at once, over the fleet; of several outages.</summary>
    public required double HerdPeakShare { get; init; }
}
