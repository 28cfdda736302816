namespace ZhiSan.Edge.Buffering.Records;

/// <summary>
/// Reads the body of an event record field by field. After the first field that does not fit,
/// <see cref="Ok"/> is false and every further read gives zero or an empty text.
/// </summary>
public sealed class BodyReader
{
    private readonly Record _record;
    private int _offset;

    /// <summary>Starts at the first byte of the record's body.</summary>
    public BodyReader(Record record)
    {
        _record = record;
        Ok = true;
    }

    /// <summary>False once a field was missing, too long or out of range.</summary>
    public bool Ok { get; private set; }

    /// <summary>Whether all bytes were read.</summary>
    public bool AtEnd => _offset >= _record.BodyLength;

    /// <summary>Reads one byte.</summary>
    public byte Byte()
    {
        if (!Ok || _offset >= _record.BodyLength)
        {
            Ok = false;
            return 0;
        }

        return _record.Body[_offset++];
    }

    /// <summary>Reads an unsigned integer up to <paramref name="max"/>.</summary>
    public long Unsigned(long max)
    {
        if (!Ok)
        {
            return 0;
        }

        int next = Varint.Read(_record.Body, _offset, _record.BodyLength, max, out long value);
        if (next < 0)
        {
            Ok = false;
            return 0;
        }

        _offset = next;
        return value;
    }

    /// <summary>Reads a signed integer.</summary>
    public long Signed() => Varint.FromZigzag(Unsigned(long.MaxValue));

    /// <summary>Reads ASCII text of at most <paramref name="maxBytes"/> characters; control and 8-bit characters are refused.</summary>
    public string Text(int maxBytes)
    {
        int length = Byte();
        if (!Ok || length > maxBytes || _offset + length > _record.BodyLength)
        {
            Ok = false;
            return string.Empty;
        }

        char[] text = new char[length];
        for (int i = 0; i < length; i++)
        {
            byte c = _record.Body[_offset++];
            if (c < ' ' || c >= 0x7F)
            {
                Ok = false;
                return string.Empty;
            }

            text[i] = (char)c;
        }

        return new string(text);
    }
}
