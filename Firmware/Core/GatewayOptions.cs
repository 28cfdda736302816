using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Core;

/// <summary>Everything a gateway is told before it starts. Times in milliseconds of the monotonic clock.</summary>
public sealed class GatewayOptions
{
    /// <summary>Longest site or gateway id.</summary>
    public const int MaxIdLength = 32;

    /// <summary>Site the gateway belongs to: 1 to 32 of a-z, 0-9 and '-'.</summary>
    public string Site = "site";

    /// <summary>The gateway's id: 1 to 32 of a-z, 0-9 and '-'.</summary>
    public string Gateway = "gateway";

    /// <summary>Firmware version, at most 24 ASCII characters.</summary>
    public string Firmware = "0.1.0";

    /// <summary>Whether the platform's watermark frees records (the default), or the broker's PUBACK, for users without a collector.</summary>
    public bool AckedByBroker;

    /// <summary>Usual distance between scans, in seconds; 0 when there is none.</summary>
    public int PeriodSeconds = 60;

    /// <summary>While the link is up, a page is sealed when its oldest row is this old.</summary>
    public long SealAgeMs = 15 * 60 * 1000;

    /// <summary>Distance between heartbeats.</summary>
    public long HeartbeatMs = 60 * 1000;

    /// <summary>A connection attempt is abandoned after this.</summary>
    public long ConnectTimeoutMs = 30 * 1000;

    /// <summary>
    /// The times of the phases of an attempt, by <see cref="Uplink.ConnectPhase"/>, for adapters that tell them: network, address, name,
    /// TCP, TLS, CONNACK.
    /// </summary>
    public long[] PhaseTimeoutsMs = { 60 * 1000, 30 * 1000, 15 * 1000, 20 * 1000, 30 * 1000, 20 * 1000 };

    /// <summary>The first message of a connection is taken by the broker within this, or the connection is none.</summary>
    public long FirstPublishMs = 20 * 1000;

    /// <summary>
    /// Span over which a fleet spreads its first attempts, after a start and after a lost link; each gateway has its own slot in it.
    /// The limit of the random waits that follow, doubling with every failure.
    /// </summary>
    public long ReconnectMinMs = 60 * 1000;

    /// <summary>Longest wait between attempts.</summary>
    public long ReconnectMaxMs = 5 * 60 * 1000;

    /// <summary>Longest wait between attempts when the broker refuses who we are; at least half of it passes.</summary>
    public long RefusedRetryMs = 10 * 60 * 1000;

    /// <summary>A connection that lasts this long has proved itself: waits are short again afterwards.</summary>
    public long StableMs = 60 * 1000;

    /// <summary>Whether there is a second broker.</summary>
    public bool HasSecondary;

    /// <summary>
    /// After this long on the secondary broker the primary one is tried again, at the gateway's own slot within as long again; doubles
    /// when it is in vain, three times.
    /// </summary>
    public long CalmMs = 10 * 60 * 1000;

    /// <summary>Whether there is a clock chip to be set when the time is known.</summary>
    public bool HasClockChip;

    /// <summary>Connected for this long without knowing the time is an incident.</summary>
    public long ClockUnknownMs = 10 * 60 * 1000;

    /// <summary>Pages that the broker took and the platform did not acknowledge for this long are an incident.</summary>
    public long PlatformSilenceMs = 5 * 60 * 1000;

    /// <summary>How long a new connection waits for the retained acknowledgement before it sends pages.</summary>
    public long AckGraceMs = 2 * 1000;

    /// <summary>Pages unacknowledged for this long are sent again; doubles while nothing is acknowledged.</summary>
    public long AckTimeoutMs = 30 * 1000;

    /// <summary>Longest wait before pages are sent again.</summary>
    public long AckTimeoutMaxMs = 15 * 60 * 1000;

    /// <summary>A message that the broker neither took nor refused for this long means that the connection is dead.</summary>
    public long PublishTimeoutMs = 60 * 1000;

    /// <summary>An answer of the broker that takes longer than this means that the line is full.</summary>
    public long SlowAnswerMs = 1000;

    /// <summary>
    /// Messages with pages that wait for the broker's word at once, 2 to <see cref="ReplayWindow.Slots"/>. Each takes its bytes of
    /// memory, up to <see cref="Journal.MessageBytes"/>, and those of the client.
    /// </summary>
    public int MostUntaken = ReplayWindow.Slots;

    /// <summary>Payload bytes sent per second at most, over time; 0 for no limit.</summary>
    public int BytesPerSecond;

    /// <summary>Messages sent per second at most, over time; 0 for no limit.</summary>
    public int MessagesPerSecond;

    /// <summary>After a start, the missing link is an incident when it has been missing this long.</summary>
    public long OfflineIncidentMs = 60 * 1000;

    /// <summary>What a panic of the run before left behind, or empty.</summary>
    public string PanicText = string.Empty;

    /// <summary>Whether a text can be a site or gateway id.</summary>
    public static bool IsId(string? text)
    {
        if (text == null || text.Length == 0 || text.Length > MaxIdLength)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks the options; null when they are good, else what is wrong and what to do.</summary>
    public string? Validate()
    {
        if (!IsId(Site))
        {
            return "site must be 1 to 32 characters out of a-z, 0-9 and '-'";
        }

        if (!IsId(Gateway))
        {
            return "gateway id must be 1 to 32 characters out of a-z, 0-9 and '-'";
        }

        if (MostUntaken < 2 || MostUntaken > ReplayWindow.Slots)
        {
            return "messages that wait at once must be 2 to " + ReplayWindow.Slots.ToString();
        }

        bool timesOk = SealAgeMs > 0 && HeartbeatMs > 0 && ConnectTimeoutMs > 0 && ReconnectMinMs > 0
            && ReconnectMaxMs >= ReconnectMinMs && AckGraceMs >= 0 && AckTimeoutMs > 0 && AckTimeoutMaxMs >= AckTimeoutMs
            && OfflineIncidentMs >= 0 && FirstPublishMs > 0 && RefusedRetryMs > 0 && StableMs > 0 && CalmMs > 0 && PublishTimeoutMs > 0 && SlowAnswerMs > 0 && BytesPerSecond >= 0 && MessagesPerSecond >= 0;
        for (int i = 0; i < PhaseTimeoutsMs.Length; i++)
        {
            timesOk = timesOk && PhaseTimeoutsMs[i] > 0;
        }

        timesOk = timesOk && PhaseTimeoutsMs.Length == ConnectPhase.Count;
        return timesOk ? null : "times must be positive, and a longest time not below its shortest";
    }
}
