using System.Text;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>
/// Writes text as UTF-8 into a fixed buffer without allocating. Text that does not fit is cut, and <see cref="Overflowed"/> says so.
/// </summary>
public sealed class TextBuffer
{
    // Fields: a property is a call, and every byte of every message asks.
    private readonly byte[] _bytes;
    private int _length;

    /// <summary>Makes a buffer of the given size.</summary>
    public TextBuffer(int capacity)
    {
        _bytes = new byte[capacity];
    }

    /// <summary>The buffer.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Bytes used.</summary>
    public int Length => _length;

    /// <summary>Whether something did not fit since the last <see cref="Clear"/>.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        _length = 0;
        Overflowed = false;
    }

    /// <summary>Goes back to an earlier length.</summary>
    public void Truncate(int length)
    {
        Invariant.Check(length >= 0 && length <= _length, "truncate goes back");
        _length = length;
        Overflowed = false;
    }

    /// <summary>Adds ASCII text as it is.</summary>
    public TextBuffer Add(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            AddByte(text[i] < 0x80 ? (byte)text[i] : (byte)'?');
        }

        return this;
    }

    /// <summary>Adds a JSON string with its quotes; characters that JSON must escape, and all beyond ASCII, become '?'.</summary>
    public TextBuffer AddQuoted(string text)
    {
        AddByte((byte)'"');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            AddByte(c < ' ' || c >= 0x7F || c == '"' || c == '\\' ? (byte)'?' : (byte)c);
        }

        AddByte((byte)'"');
        return this;
    }

    /// <summary>Adds an integer in decimal.</summary>
    public TextBuffer Add(long value) => AddFixed(value, 0);

    /// <summary>Adds <c>value x 10^-decimals</c> with exactly that many decimals.</summary>
    public TextBuffer AddFixed(long value, int decimals)
    {
        ulong rest = value < 0 ? (ulong)-value : (ulong)value;
        if (value < 0)
        {
            AddByte((byte)'-');
        }

        // From the back: dividing by ten is all it takes.
        int digits = 1;
        for (ulong left = rest / 10; left != 0; left /= 10)
        {
            digits++;
        }

        digits = digits > decimals ? digits : decimals + 1;
        int width = digits + (decimals > 0 ? 1 : 0);
        int end = _length + width;
        for (int place = 0; place < digits; place++)
        {
            end--;
            if (place == decimals && place > 0)
            {
                Put(end, (byte)'.');
                end--;
            }

            ulong tenth = rest / 10;
            Put(end, (byte)('0' + (int)(rest - (tenth * 10))));
            rest = tenth;
        }

        _length += width;
        if (_length > _bytes.Length)
        {
            Overflowed = true;
            _length = _bytes.Length;
        }

        return this;
    }

    /// <summary>Adds text as UTF-8; half a surrogate pair becomes '?'. A character is written whole or not at all.</summary>
    public TextBuffer AddUtf8(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int c = text[i];
            if (c >= 0xD800 && c < 0xE000)
            {
                c = Supplementary(text, i);
                i += c != '?' ? 1 : 0;
            }

            int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
            if (_length + more >= _bytes.Length)
            {
                Overflowed = true;
                return this;
            }

            _bytes[_length++] = (byte)(more == 0 ? c : (0xFF00 >> (more + 1) & 0xFF) | (c >> (6 * more)));
            for (; more > 0; more--)
            {
                _bytes[_length++] = (byte)(0x80 | (c >> (6 * (more - 1)) & 0x3F));
            }
        }

        return this;
    }

    /// <summary>Adds one byte.</summary>
    public void AddByte(byte value)
    {
        if (_length >= _bytes.Length)
        {
            Overflowed = true;
            return;
        }

        _bytes[_length++] = value;
    }

    // Through its bytes, because on the device both halves of a pair read as the first one. '?' for half a pair.
    private static int Supplementary(string text, int at)
    {
        byte[] utf8 = at + 1 < text.Length ? Encoding.UTF8.GetBytes(text.Substring(at, 2)) : new byte[0];
        return utf8.Length == 4 && utf8[0] >= 0xF0
            ? ((utf8[0] & 0x07) << 18) | ((utf8[1] & 0x3F) << 12) | ((utf8[2] & 0x3F) << 6) | (utf8[3] & 0x3F)
            : '?';
    }

    private void Put(int at, byte value)
    {
        if (at < _bytes.Length)
        {
            _bytes[at] = value;
        }
    }
}
