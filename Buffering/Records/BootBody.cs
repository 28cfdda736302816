namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Body of a <see cref="RecordKind.Boot"/> record: which start, what ended the one before, which firmware.</summary>
public sealed class BootBody
{
    private const int MaxVersionBytes = 24;
    private const int MaxDetailBytes = 120;

    /// <summary>Number of this start within the epoch, from 1.</summary>
    public uint Boot;

    /// <summary>One of <see cref="Records.StopCause"/>.</summary>
    public byte PreviousStop;

    /// <summary>Firmware version, at most 24 ASCII characters.</summary>
    public string Firmware = string.Empty;

    /// <summary>What a panic said, at most 120 ASCII characters; empty otherwise.</summary>
    public string Detail = string.Empty;

    /// <summary>Writes this body into the record.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.Boot);
        writer.Unsigned(Boot);
        writer.Byte(PreviousStop);
        writer.Text(Firmware, MaxVersionBytes);
        writer.Text(Detail, MaxDetailBytes);
    }

    /// <summary>Reads the body; false when it is malformed. Bytes after the known fields are a newer version's.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        Boot = (uint)reader.Unsigned(uint.MaxValue);
        PreviousStop = reader.Byte();
        Firmware = reader.Text(MaxVersionBytes);
        Detail = reader.Text(MaxDetailBytes);
        return reader.Ok;
    }

    /// <summary>Reads only the boot number, without allocating: the codec needs it for every boot record.</summary>
    public static bool TryReadBoot(byte[] body, int length, out uint boot)
    {
        bool ok = Varint.Read(body, 0, length, uint.MaxValue, out long value) > 0;
        boot = (uint)value;
        return ok;
    }
}
