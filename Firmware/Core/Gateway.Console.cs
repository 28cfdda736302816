using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core;

/// <content>What the console sees of the gateway, and the few things it does through it.</content>
public sealed partial class Gateway
{
    /// <summary>Who it is and its times.</summary>
    public GatewayOptions Options => _options;

    /// <summary>The journal. Only the gateway appends to it.</summary>
    public Journal Journal => _journal;

    /// <summary>The sampler, or null.</summary>
    public Sampler? Sampler => _sampler;

    /// <summary>What the channels of scans are.</summary>
    public ChannelSetBody Channels => _channels;

    /// <summary>The newest scan; its sequence number is 0 before the first.</summary>
    public Record LastScan => _lastScan;

    /// <summary>UTC of the gateway's start in milliseconds since 1970; 0 while it is unknown.</summary>
    public long BootUtcMs => _bootUtcMs;

    /// <summary>Whether the journal is open: before <see cref="Start"/> nothing can be written into it.</summary>
    public bool IsStarted => _journal.Epoch != 0;

    /// <summary>Journals a fact that came in from outside. Returns whether it is durable.</summary>
    public bool TakeRecord(long nowMs, Record record)
    {
        _nowMs = nowMs;
        record.UptimeSeconds = UptimeSeconds;
        return IsStarted && Append(record);
    }

    /// <summary>Seals at the next tick what there is, so that it can be sent at once.</summary>
    public void SealSoon() => _deadlines.Set(Deadlines.Seal, _nowMs);
}
