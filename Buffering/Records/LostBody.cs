namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Body of a <see cref="RecordKind.Lost"/> record: the numbers that will never come, and why.</summary>
public sealed class LostBody
{
    /// <summary>One of <see cref="LossCause"/>.</summary>
    public byte Cause;

    /// <summary>First number of the range.</summary>
    public long FirstSequence;

    /// <summary>Last number of the range.</summary>
    public long LastSequence;

    /// <summary>Writes this body into the record.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.Lost);
        writer.Byte(Cause);
        writer.Unsigned(FirstSequence);
        writer.Unsigned(LastSequence - FirstSequence);
    }

    /// <summary>Reads the body; false when it is malformed.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        Cause = reader.Byte();
        FirstSequence = reader.Unsigned(JournalLimits.MaxSequence);
        LastSequence = FirstSequence + reader.Unsigned(JournalLimits.MaxSequence);
        return reader.Ok && FirstSequence > 0;
    }
}
