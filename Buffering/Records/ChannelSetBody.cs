namespace ZhiSan.Edge.Buffering.Records;

/// <summary>
/// Body of a <see cref="RecordKind.ChannelSet"/> record: what the numbered channels of scans mean.
/// Every segment carries one, so that any segment alone can be read with names and units.
/// </summary>
public sealed class ChannelSetBody
{
    /// <summary>Longest channel name, in ASCII characters.</summary>
    public const int MaxNameBytes = 32;

    /// <summary>Longest unit, in ASCII characters.</summary>
    public const int MaxUnitBytes = 12;

    /// <summary>Most decimals of a fixed-point channel.</summary>
    public const int MaxDecimals = 6;

    /// <summary>Makes a set of the given channels, all unnamed.</summary>
    public ChannelSetBody(int count)
    {
        Count = count;
        Names = new string[count];
        Units = new string[count];
        Decimals = new byte[count];
        for (int i = 0; i < count; i++)
        {
            Names[i] = string.Empty;
            Units[i] = string.Empty;
        }
    }

    /// <summary>Usual seconds between scans; 0 when there is no usual distance.</summary>
    public int PeriodSeconds;

    /// <summary>Channels in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Name of each channel.</summary>
    public string[] Names { get; private set; }

    /// <summary>SenML unit of each channel.</summary>
    public string[] Units { get; private set; }

    /// <summary>Decimals of each channel: value = integer x 10^-decimals.</summary>
    public byte[] Decimals { get; private set; }

    /// <summary>Writes this body into the record. A set whose names exceed the body is a defect of the caller.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.ChannelSet);
        writer.Unsigned(PeriodSeconds);
        writer.Byte(Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Text(Names[i], MaxNameBytes);
            writer.Text(Units[i], MaxUnitBytes);
            writer.Byte(Decimals[i]);
        }
    }

    /// <summary>Id of a set: the low 24 bits of the CRC-32 of its body. Pages refer to it, so that the same channels are the same set.</summary>
    public static int Id(Record record) => (int)(Crc32.Append(0, record.Body, 0, record.BodyLength) & 0xFFFFFF);

    /// <summary>Reads the body; false when it is malformed.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        PeriodSeconds = (int)reader.Unsigned(JournalLimits.MaxPeriodSeconds);
        int count = reader.Byte();
        if (!reader.Ok || count > JournalLimits.MaxChannels)
        {
            Count = 0;
            return false;
        }

        Count = count;
        Names = new string[count];
        Units = new string[count];
        Decimals = new byte[count];
        for (int i = 0; i < count; i++)
        {
            Names[i] = reader.Text(MaxNameBytes);
            Units[i] = reader.Text(MaxUnitBytes);
            Decimals[i] = reader.Byte();
            if (Decimals[i] > MaxDecimals)
            {
                return false;
            }
        }

        return reader.Ok;
    }
}
