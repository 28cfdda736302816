namespace ZhiSan.Edge.Device.Terminal;

/// <summary>Puts lines together from bytes. A line that is too long is dropped whole: half a command is never carried out.</summary>
public sealed class LineReader
{
    /// <summary>Longest line, in characters.</summary>
    public const int MaxLength = 80;

    private readonly char[] _line = new char[MaxLength];
    private int _length;
    private bool _tooLong;

    /// <summary>Takes a byte; returns the line that it ends, or null.</summary>
    public string? Take(byte value)
    {
        if (value != '\r' && value != '\n')
        {
            _tooLong = _tooLong || _length == MaxLength;
            if (!_tooLong)
            {
                _line[_length++] = (char)value;
            }

            return null;
        }

        string? line = _tooLong || _length == 0 ? null : new string(_line, 0, _length);
        _length = 0;
        _tooLong = false;
        return line;
    }
}
