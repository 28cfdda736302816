namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Body of a <see cref="RecordKind.Configuration"/> record: who changed which key, to which revision.</summary>
public sealed class ConfigurationBody
{
    private const int MaxKeyBytes = 40;
    private const int MaxValueBytes = 120;

    /// <summary>Who changed it: 1 serial console, 2 remote command, 3 the gateway itself.</summary>
    public byte Actor;

    /// <summary>Revision of the configuration after the change.</summary>
    public long Revision;

    /// <summary>The key, at most 40 ASCII characters.</summary>
    public string Key = string.Empty;

    /// <summary>The new value, at most 120 ASCII characters; empty when the key is secret.</summary>
    public string Value = string.Empty;

    /// <summary>Writes this body into the record.</summary>
    public void Write(Record record)
    {
        BodyWriter writer = new BodyWriter(record, RecordKind.Configuration);
        writer.Byte(Actor);
        writer.Unsigned(Revision);
        writer.Text(Key, MaxKeyBytes);
        writer.Text(Value, MaxValueBytes);
    }

    /// <summary>Reads the body; false when it is malformed.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        Actor = reader.Byte();
        Revision = reader.Unsigned(int.MaxValue);
        Key = reader.Text(MaxKeyBytes);
        Value = reader.Text(MaxValueBytes);
        return reader.Ok;
    }
}
