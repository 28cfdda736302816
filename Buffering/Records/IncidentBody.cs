namespace ZhiSan.Edge.Buffering.Records;

/// <summary>
/// Body of a <see cref="RecordKind.Incident"/> record. The begin record's own sequence number is the incident's id;
/// the end record names it and says how long and which records were affected.
/// </summary>
public sealed class IncidentBody
{
    /// <summary>False for the beginning, true for the end.</summary>
    public bool IsEnd;

    /// <summary>What interrupted the stream: a cause code of the gateway core. Opaque to the journal.</summary>
    public byte Cause;

    /// <summary>Sequence number of the begin record; 0 in the begin record itself.</summary>
    public long BeginSequence;

    /// <summary>Duration in seconds; 0 in the begin record.</summary>
    public long DurationSeconds;

    /// <summary>First record that could not be delivered at once; in the begin record the next one to be taken.</summary>
    public long FirstSequence;

    /// <summary>Last such record; 0 in the begin record.</summary>
    public long LastSequence;

    /// <summary>Writes this body into the record.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.Incident);
        writer.Byte(IsEnd ? 1 : 0);
        writer.Byte(Cause);
        writer.Unsigned(BeginSequence);
        writer.Unsigned(DurationSeconds);
        writer.Unsigned(FirstSequence);
        writer.Unsigned(LastSequence);
    }

    /// <summary>Reads the body; false when it is malformed.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        byte phase = reader.Byte();
        IsEnd = phase == 1;
        Cause = reader.Byte();
        BeginSequence = reader.Unsigned(JournalLimits.MaxSequence);
        DurationSeconds = reader.Unsigned(int.MaxValue);
        FirstSequence = reader.Unsigned(JournalLimits.MaxSequence);
        LastSequence = reader.Unsigned(JournalLimits.MaxSequence);
        return reader.Ok && phase <= 1;
    }
}
