namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Fills the body of an event record field by field. Too long a body is a defect of the caller.</summary>
public sealed class BodyWriter
{
    private readonly Record _record;

    /// <summary>Starts an event of the given kind in the record.</summary>
    public BodyWriter(Record record, byte kind)
    {
        _record = record;
        record.SetEvent(kind);
    }

    /// <summary>Bytes that still fit.</summary>
    public int Room => JournalLimits.MaxEventBodyBytes - _record.BodyLength;

    /// <summary>Adds one byte.</summary>
    public void Byte(int value)
    {
        Invariant.Check(Room >= 1, "event body within limits");
        _record.Body[_record.BodyLength++] = (byte)value;
    }

    /// <summary>Adds an unsigned integer.</summary>
    public void Unsigned(long value)
    {
        Invariant.Check(Room >= Varint.Length(value), "event body within limits");
        _record.BodyLength = Varint.Write(_record.Body, _record.BodyLength, value);
    }

    /// <summary>Adds a signed integer.</summary>
    public void Signed(long value) => Unsigned(Varint.ToZigzag(value));

    /// <summary>Adds ASCII text with its length, cut to <paramref name="maxBytes"/>; other characters become '?'.</summary>
    public void Text(string text, int maxBytes)
    {
        int length = text.Length > maxBytes ? maxBytes : text.Length;
        Byte(length);
        for (int i = 0; i < length; i++)
        {
            char c = text[i];
            Byte(c >= ' ' && c < 0x7F ? c : '?');
        }
    }
}
