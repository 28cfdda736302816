using System;

namespace ZhiSan.Edge.Serial;

/// <summary>Puts lines together from what arrives; a line that is longer than any answer is dropped whole.</summary>
internal sealed class MachineLines
{
    /// <summary>Longest line, in bytes: a run of 4,096 bytes in base64 with what stands around it is half of it.</summary>
    public const int MaxBytes = 12 * 1024;

    private readonly byte[] _line = new byte[MaxBytes];
    private readonly byte[] _arrived = new byte[4096];
    private int _length;
    private int _next;
    private int _end;
    private bool _isTooLong;

    /// <summary>The next whole line; false when more bytes are needed.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        while (_next < _end)
        {
            byte value = _arrived[_next++];
            if (value is (byte)'\r' or (byte)'\n')
            {
                int length = _isTooLong ? 0 : _length;
                _length = 0;
                _isTooLong = false;
                if (length > 0)
                {
                    line = _line.AsSpan(0, length);
                    return true;
                }
            }
            else if (_length == MaxBytes)
            {
                _isTooLong = true;
            }
            else
            {
                _line[_length++] = value;
            }
        }

        line = default;
        return false;
    }

    /// <summary>Takes bytes from the port, when all before are used up; 0 when none arrived in time.</summary>
    public int Fill(ISerialPort port, int timeoutMs)
    {
        _next = 0;
        _end = port.Read(_arrived, timeoutMs);
        return _end;
    }
}
