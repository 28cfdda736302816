namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Body of a <see cref="RecordKind.TimeAnchor"/> record: at this uptime of this boot it was this UTC.</summary>
public sealed class TimeAnchorBody
{
    /// <summary>Milliseconds since the start of this boot.</summary>
    public long UptimeMs;

    /// <summary>UTC then, in milliseconds since 1970.</summary>
    public long UtcMs;

    /// <summary>Where the time came from: 1 network, 2 clock chip, 3 a person, 4 the platform.</summary>
    public byte Source;

    /// <summary>By how much the gateway's idea of UTC moved, in milliseconds; 0 when it had none.</summary>
    public long StepMs;

    /// <summary>Writes this body into the record.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.TimeAnchor);
        writer.Unsigned(UptimeMs);
        writer.Unsigned(UtcMs);
        writer.Byte(Source);
        writer.Signed(StepMs);
    }

    /// <summary>Reads the body; false when it is malformed.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        UptimeMs = reader.Unsigned(MaxMs);
        UtcMs = reader.Unsigned(MaxMs);
        Source = reader.Byte();
        StepMs = reader.Signed();
        return reader.Ok && UtcMs >= UptimeMs;
    }

    /// <summary>Reads only the UTC of the boot, without allocating: the codec needs it for every anchor.</summary>
    public static bool TryReadBootUtc(byte[] body, int length, out long bootUtcMs)
    {
        bootUtcMs = 0;
        int next = Varint.Read(body, 0, length, MaxMs, out long uptimeMs);
        if (next < 0 || Varint.Read(body, next, length, MaxMs, out long utcMs) < 0 || utcMs < uptimeMs)
        {
            return false;
        }

        bootUtcMs = utcMs - uptimeMs;
        return true;
    }

    // 48 bits of milliseconds end in the year 10889.
    private const long MaxMs = (1L << 48) - 1;
}
