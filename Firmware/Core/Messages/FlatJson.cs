namespace ZhiSan.Edge.Core.Messages;

/// <summary>
/// Reads unsigned integers out of one flat JSON object (strings, numbers, true, false, null as values; nothing nested), checking
/// the whole of it. Small, because acknowledgements are all that comes back, and because their bytes may be anybody's.
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
        _bytes = bytes;
        _length = length;
        _position = 0;
        value = 0;
        bool found = false;
        if (!Take('{'))
        {
            return false;
        }

        if (!Take('}'))
        {
            do
            {
                bool match = false;
                if (!SkipString(name, ref match) || !Take(':'))
                {
                    return false;
                }

                if (match)
                {
                    if (found || !ReadUnsigned(max, out value))
                    {
                        return false;
                    }

                    found = true;
                }
                else if (!SkipValue())
                {
                    return false;
                }
            }
            while (Take(','));

            if (!Take('}'))
            {
                return false;
            }
        }

        SkipSpace();
        return found && _position == _length;
    }

    private bool ReadUnsigned(long max, out long value)
    {
        SkipSpace();
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
