namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>What stands before the rows of a page: everything needed to read it alone.</summary>
public sealed class PageHeader
{
    /// <summary>Version of the page layout that this code writes and reads.</summary>
    public const int Version = 1;

    private const int UtcKnownFlag = 0x80;
    private const int UtcBytes = 6;
    private const int ChannelSetBytes = 3;

    /// <summary>Most bytes a header takes.</summary>
    public const int MaxBytes = 1 + (3 * Varint.MaxBytes) + UtcBytes + ChannelSetBytes + 4;

    /// <summary>Sequence number of the first row.</summary>
    public long FirstSequence;

    /// <summary>Boot in which the first row was taken.</summary>
    public uint Boot;

    /// <summary>Uptime of the first row, in seconds.</summary>
    public int UptimeSeconds;

    /// <summary>UTC of that boot in milliseconds since 1970, or 0 while unknown.</summary>
    public long BootUtcMs;

    /// <summary>Id of the channel set of the scans, 24 bits: <see cref="Records.ChannelSetBody.Id"/>.</summary>
    public int ChannelSet;

    /// <summary>Channels of every scan in the page.</summary>
    public int ChannelCount;

    /// <summary>Usual seconds between scans.</summary>
    public int PeriodSeconds;

    /// <summary>Writes the header and returns the next offset.</summary>
    public int Write(byte[] buffer, int offset)
    {
        buffer[offset++] = (byte)(Version | (BootUtcMs != 0 ? UtcKnownFlag : 0));
        offset = Varint.Write(buffer, offset, FirstSequence);
        offset = Varint.Write(buffer, offset, Boot);
        offset = Varint.Write(buffer, offset, UptimeSeconds);
        if (BootUtcMs != 0)
        {
            offset = LittleEndian.Write(buffer, offset, BootUtcMs, UtcBytes);
        }

        offset = LittleEndian.Write(buffer, offset, ChannelSet, ChannelSetBytes);
        buffer[offset++] = (byte)ChannelCount;
        return Varint.Write(buffer, offset, PeriodSeconds);
    }

    /// <summary>Reads a header; returns the next offset, or -1 when a field is malformed or out of range.</summary>
    public int Read(byte[] buffer, int offset, int end)
    {
        if (offset >= end || (buffer[offset] & ~UtcKnownFlag) != Version)
        {
            return -1;
        }

        bool utcKnown = (buffer[offset] & UtcKnownFlag) != 0;
        offset = Varint.Read(buffer, offset + 1, end, JournalLimits.MaxSequence, out long value);
        if (offset < 0 || value == 0)
        {
            return -1;
        }

        FirstSequence = value;
        offset = Varint.Read(buffer, offset, end, uint.MaxValue, out value);
        if (offset < 0)
        {
            return -1;
        }

        Boot = (uint)value;
        offset = Varint.Read(buffer, offset, end, int.MaxValue, out value);
        if (offset < 0 || offset + (utcKnown ? UtcBytes : 0) + ChannelSetBytes + 1 > end)
        {
            return -1;
        }

        UptimeSeconds = (int)value;
        BootUtcMs = 0;
        if (utcKnown)
        {
            BootUtcMs = LittleEndian.Read(buffer, offset, UtcBytes);
            offset += UtcBytes;
        }

        ChannelSet = (int)LittleEndian.Read(buffer, offset, ChannelSetBytes);
        offset += ChannelSetBytes;
        ChannelCount = buffer[offset++];
        offset = Varint.Read(buffer, offset, end, JournalLimits.MaxPeriodSeconds, out value);
        PeriodSeconds = (int)value;
        return ChannelCount > JournalLimits.MaxChannels ? -1 : offset;
    }
}
