namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Body of a <see cref="RecordKind.Note"/> record: words, as UTF-8.</summary>
public sealed class NoteBody
{
    /// <summary>A technician wrote it.</summary>
    public const byte FromTechnician = 1;

    /// <summary>The acceptance test wrote it.</summary>
    public const byte FromAcceptance = 2;

    /// <summary>Longest text, in bytes.</summary>
    public const int MaxTextBytes = 200;

    /// <summary>Who says it: one of the constants above.</summary>
    public byte Source;

    /// <summary>The text; its length counts.</summary>
    public byte[] Text = new byte[0];

    /// <summary>Writes this body into the record; a text that is too long is cut at its last whole character.</summary>
    public void Write(Record record)
    {
        int length = Text.Length;
        if (length > MaxTextBytes)
        {
            length = MaxTextBytes;
            while (length > 0 && (Text[length] & 0xC0) == 0x80)
            {
                length--;
            }
        }

        BodyWriter writer = new BodyWriter(record, RecordKind.Note);
        writer.Byte(Source);
        writer.Byte(length);
        for (int i = 0; i < length; i++)
        {
            writer.Byte(Text[i]);
        }
    }

    /// <summary>Reads the body; false when it is malformed. Whether the text is UTF-8 is not looked at.</summary>
    public bool Read(Record record)
    {
        BodyReader reader = new BodyReader(record);
        Source = reader.Byte();
        int length = reader.Byte();
        Text = new byte[length <= MaxTextBytes ? length : 0];
        for (int i = 0; i < Text.Length; i++)
        {
            Text[i] = reader.Byte();
        }

        return reader.Ok && length <= MaxTextBytes;
    }
}
