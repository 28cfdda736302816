using System;

namespace ZhiSan.Edge.Buffering.Records;

/// <summary>
/// One numbered fact of the journal, reused for every row so that the steady state allocates nothing.
/// A scan fills <see cref="Values"/> and <see cref="Qualities"/>; every other kind fills <see cref="Body"/>.
/// </summary>
public sealed class Record
{
    /// <summary>Makes a record with room for the most channels and the longest body.</summary>
    public Record()
        : this(JournalLimits.MaxChannels, JournalLimits.MaxEventBodyBytes)
    {
    }

    /// <summary>Makes a record with room for so many channels and so long a body: 0 channels for events only, no body for scans only.</summary>
    public Record(int channels, int bodyBytes)
    {
        Values = new int[channels];
        Qualities = new byte[channels];
        Body = new byte[bodyBytes];
    }

    /// <summary>Sequence number within the epoch, from 1. Given by the journal.</summary>
    public long Sequence;

    /// <summary>One of <see cref="RecordKind"/>.</summary>
    public byte Kind;

    /// <summary>Which start of the gateway the time counts from.</summary>
    public uint Boot;

    /// <summary>Seconds since that start, 0 to 2^31 - 1.</summary>
    public int UptimeSeconds;

    /// <summary>UTC of that start in milliseconds since 1970, or 0 while it is unknown. Set by readers.</summary>
    public long BootUtcMs;

    /// <summary>Channels of a scan.</summary>
    public int ChannelCount;

    /// <summary>Fixed-point values; meaningful where the quality is not absent.</summary>
    public readonly int[] Values;

    /// <summary>Three-bit quality per channel; <see cref="JournalLimits.AbsentQuality"/> means no value.</summary>
    public readonly byte[] Qualities;

    /// <summary>Body of an event record.</summary>
    public readonly byte[] Body;

    /// <summary>Bytes used of <see cref="Body"/>.</summary>
    public int BodyLength;

    /// <summary>Makes this record a scan without values.</summary>
    public void SetScan(int channelCount)
    {
        Invariant.Check(channelCount >= 0 && channelCount <= Values.Length, "scan within limits");
        Kind = RecordKind.Scan;
        ChannelCount = channelCount;
        BodyLength = 0;
        for (int i = 0; i < channelCount; i++)
        {
            Values[i] = 0;
            Qualities[i] = JournalLimits.AbsentQuality;
        }
    }

    /// <summary>Makes this record an event with an empty body.</summary>
    public void SetEvent(byte kind)
    {
        Invariant.Check(kind != RecordKind.Scan && kind <= RecordKind.Max, "event kind within limits");
        Kind = kind;
        ChannelCount = 0;
        BodyLength = 0;
    }

    /// <summary>Copies every field from another record.</summary>
    public void CopyFrom(Record other)
    {
        Sequence = other.Sequence;
        Kind = other.Kind;
        Boot = other.Boot;
        UptimeSeconds = other.UptimeSeconds;
        BootUtcMs = other.BootUtcMs;
        ChannelCount = other.ChannelCount;
        BodyLength = other.BodyLength;
        Array.Copy(other.Values, Values, ChannelCount);
        Array.Copy(other.Qualities, Qualities, ChannelCount);
        Array.Copy(other.Body, Body, BodyLength);
    }
}
