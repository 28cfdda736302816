using System.Text;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>
/// Reads integers and texts out of one flat JSON object (strings, numbers, true, false, null as values; nothing nested), checking
/// the whole of it. Small, because acknowledgements and commands are all that comes back, and because their bytes may be anybody's.
/// </summary>
public sealed class FlatJson
{
    private byte[] _bytes = new byte[0];
    private int _length;
    private int _position;

    /// <summary>
    /// Finds an unsigned integer member by its ASCII name. False when the text is no flat object, the member is missing or given
    /// twice, or its value is no integer from 0 to <paramref name="max"/>.
    /// </summary>
    public bool TryGetUnsigned(byte[] bytes, int length, string name, long max, out long value)
    {
        value = 0;
        int end = Find(bytes, length, name);
        return end >= 0 && ReadUnsigned(max, out value) && _position == end;
    }

    /// <summary>
    /// Finds a text member by its ASCII name, of at most <paramref name="maxBytes"/> bytes of UTF-8. False as above, or when the
    /// value is no such text. Allocates the text.
    /// </summary>
    public bool TryGetText(byte[] bytes, int length, string name, int maxBytes, out string value)
    {
        value = string.Empty;
        int end = Find(bytes, length, name);
        if (end < 0 || bytes[_position] != '"')
        {
            return false;
        }

        byte[] text = new byte[end - _position];
        int count = Unescape(text, end - 1);
        if (count < 0 || count > maxBytes)
        {
            return false;
        }

        value = Encoding.UTF8.GetString(text, 0, count);
        return true;
    }

    // Checks the whole text; then the position is where the member's value begins, and the answer where it ends, or -1.
    private int Find(byte[] bytes, int length, string name)
    {
        _bytes = bytes;
        _length = length;
        _position = 0;
        int start = -1;
        int end = -1;
        if (!Take('{'))
        {
            return -1;
        }

        if (!Take('}'))
        {
            do
            {
                bool match = false;
                if (!SkipString(name, ref match) || !Take(':'))
                {
                    return -1;
                }

                SkipSpace();
                int value = _position;
                if ((match && start >= 0) || !SkipValue())
                {
                    return -1;
                }

                if (match)
                {
                    start = value;
                    end = _position;
                }
            }
            while (Take(','));

            if (!Take('}'))
            {
                return -1;
            }
        }

        SkipSpace();
        if (_position != _length)
        {
            return -1;
        }

        _position = start;
        return end;
    }

    // Copies a string's bytes from behind its opening quote, escapes resolved. -1 when an escape is none.
    private int Unescape(byte[] text, int end)
    {
        int count = 0;
        int at = _position + 1;
        while (at < end)
        {
            int c = _bytes[at++];
            if (c == '\\')
            {
                c = _bytes[at++];
                switch (c)
                {
                    case '"':
                    case '\\':
                    case '/':
                        break;

                    case 'u':
                        c = ReadHex(at, end);
                        at += 4;
                        if (c >= 0xD800 && c < 0xDC00 && at + 6 <= end && _bytes[at] == '\\' && _bytes[at + 1] == 'u')
                        {
                            int low = ReadHex(at + 2, end) - 0xDC00;
                            c = low >= 0 && low < 0x400 ? 0x10000 + ((c - 0xD800) << 10) + low : -1;
                            at += 6;
                        }

                        if (c < ' ' || (c >= 0xD800 && c < 0xE000))
                        {
                            return -1;
                        }

                        count = AddUtf8(text, count, c);
                        continue;

                    default:
                        // Control characters have no place in what we read.
                        return -1;
                }
            }

            text[count++] = (byte)c;
        }

        return count;
    }

    // Never more bytes than the escape had.
    private static int AddUtf8(byte[] text, int count, int c)
    {
        if (c < 0x80)
        {
            text[count++] = (byte)c;
            return count;
        }

        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        text[count++] = (byte)((more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0) | (c >> (6 * more)));
        while (more > 0)
        {
            more--;
            text[count++] = (byte)(0x80 | ((c >> (6 * more)) & 0x3F));
        }

        return count;
    }

    private int ReadHex(int at, int end)
    {
        int value = 0;
        for (int i = at; i < at + 4; i++)
        {
            int c = i < end ? _bytes[i] : 0;
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }

            value = (value << 4) | digit;
        }

        return value;
    }

    private bool ReadUnsigned(long max, out long value)
    {
        value = 0;
        int start = _position;
        while (_position < _length && _bytes[_position] >= '0' && _bytes[_position] <= '9')
        {
            int digit = _bytes[_position] - '0';
            if (value > (max - digit) / 10)
            {
                return false;
            }

            value = (value * 10) + digit;
            _position++;
        }

        bool leadingZero = _position - start > 1 && _bytes[start] == '0';
        return _position > start && !leadingZero;
    }

    private bool SkipValue()
    {
        SkipSpace();
        bool ignored = false;
        if (_position < _length && _bytes[_position] == '"')
        {
            return SkipString(string.Empty, ref ignored);
        }

        int start = _position;
        while (_position < _length && IsBare(_bytes[_position]))
        {
            _position++;
        }

        return _position > start;
    }

    private static bool IsBare(byte c) =>
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';

    private bool SkipString(string name, ref bool match)
    {
        if (!Take('"'))
        {
            return false;
        }

        int start = _position;
        match = true;
        while (_position < _length && _bytes[_position] != '"')
        {
            byte c = _bytes[_position];
            if (c < ' ')
            {
                return false;
            }

            int index = _position - start;
            match = match && c != '\\' && index < name.Length && name[index] == c;
            _position += c == '\\' ? 2 : 1;
        }

        match = match && _position - start == name.Length;
        if (_position >= _length)
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool Take(char expected)
    {
        SkipSpace();
        if (_position < _length && _bytes[_position] == expected)
        {
            _position++;
            return true;
        }

        return false;
    }

    private void SkipSpace()
    {
        while (_position < _length
            && (_bytes[_position] == ' ' || _bytes[_position] == '\n' || _bytes[_position] == '\r' || _bytes[_position] == '\t'))
        {
            _position++;
        }
    }
}
