namespace ZhiSan.Edge.Buffering.Records;

/// <summary>
/// Body of a <see cref="RecordKind.Thinned"/> record: what is left of the scans of one hour after the ring was full.
/// Per channel: how many values there were, their minimum, maximum and mean (rounded half away from zero).
/// </summary>
public sealed class ThinnedBody
{
    /// <summary>Makes an empty body with room for the most channels.</summary>
    public ThinnedBody()
    {
        Counts = new int[JournalLimits.MaxChannels];
        Minima = new int[JournalLimits.MaxChannels];
        Maxima = new int[JournalLimits.MaxChannels];
        Means = new int[JournalLimits.MaxChannels];
    }

    /// <summary>First number of the range.</summary>
    public long FirstSequence;

    /// <summary>Last number of the range.</summary>
    public long LastSequence;

    /// <summary>Boot whose uptime <see cref="StartSeconds"/> counts.</summary>
    public uint Boot;

    /// <summary>Uptime of the first row of the range, in seconds.</summary>
    public int StartSeconds;

    /// <summary>Uptime of the last row of the range, in seconds.</summary>
    public int EndSeconds;

    /// <summary>UTC of that boot in milliseconds since 1970; 0 when unknown.</summary>
    public long BootUtcMs;

    /// <summary>Id of the channel set that the numbers refer to.</summary>
    public int ChannelSet;

    /// <summary>Channels described.</summary>
    public int ChannelCount;

    /// <summary>Values per channel; 0 leaves the other three meaningless.</summary>
    public readonly int[] Counts;

    /// <summary>Smallest value per channel.</summary>
    public readonly int[] Minima;

    /// <summary>Largest value per channel.</summary>
    public readonly int[] Maxima;

    /// <summary>Mean value per channel.</summary>
    public readonly int[] Means;

    /// <summary>Bytes that <see cref="Write"/> takes.</summary>
    public int Bytes
    {
        get
        {
            int bytes = Varint.Length(FirstSequence) + Varint.Length(LastSequence - FirstSequence) + Varint.Length(Boot)
                + Varint.Length(StartSeconds) + Varint.Length(EndSeconds - StartSeconds) + Varint.Length(BootUtcMs)
                + Varint.Length(ChannelSet) + 1;
            for (int i = 0; i < ChannelCount; i++)
            {
                bytes += Varint.Length(Counts[i]);
                if (Counts[i] > 0)
                {
                    bytes += Varint.Length(Varint.ToZigzag(Minima[i])) + Varint.Length((long)Maxima[i] - Minima[i])
                        + Varint.Length((long)Means[i] - Minima[i]);
                }
            }

            return bytes;
        }
    }

    /// <summary>Writes this body into the record. One of more than <see cref="JournalLimits.MaxEventBodyBytes"/> is a defect.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.Thinned);
        writer.Unsigned(FirstSequence);
        writer.Unsigned(LastSequence - FirstSequence);
        writer.Unsigned(Boot);
        writer.Unsigned(StartSeconds);
        writer.Unsigned(EndSeconds - StartSeconds);
        writer.Unsigned(BootUtcMs);
        writer.Unsigned(ChannelSet);
        writer.Byte(ChannelCount);
        for (int i = 0; i < ChannelCount; i++)
        {
            writer.Unsigned(Counts[i]);
            if (Counts[i] > 0)
            {
                // The mean lies between the others, so that both distances are small and never negative.
                writer.Signed(Minima[i]);
                writer.Unsigned((long)Maxima[i] - Minima[i]);
                writer.Unsigned((long)Means[i] - Minima[i]);
            }
        }
    }

    /// <summary>Reads the body; false when it is malformed.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        FirstSequence = reader.Unsigned(JournalLimits.MaxSequence);
        LastSequence = FirstSequence + reader.Unsigned(JournalLimits.MaxSequence);
        Boot = (uint)reader.Unsigned(uint.MaxValue);
        StartSeconds = (int)reader.Unsigned(int.MaxValue);
        long end = StartSeconds + reader.Unsigned(int.MaxValue);
        BootUtcMs = reader.Unsigned((1L << 48) - 1);
        ChannelSet = (int)reader.Unsigned(0xFFFFFF);
        ChannelCount = reader.Byte();
        if (!reader.Ok || FirstSequence <= 0 || end > int.MaxValue || ChannelCount > JournalLimits.MaxChannels)
        {
            ChannelCount = 0;
            return false;
        }

        EndSeconds = (int)end;
        for (int i = 0; i < ChannelCount; i++)
        {
            Counts[i] = (int)reader.Unsigned(int.MaxValue);
            if (Counts[i] > 0)
            {
                long minimum = reader.Signed();
                long maximum = minimum + reader.Unsigned(uint.MaxValue);
                long mean = minimum + reader.Unsigned(uint.MaxValue);
                if (minimum < int.MinValue || maximum > int.MaxValue || mean > maximum)
                {
                    return false;
                }

                Minima[i] = (int)minimum;
                Maxima[i] = (int)maximum;
                Means[i] = (int)mean;
            }
        }

        return reader.Ok;
    }
}
