using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>
/// Writes text as UTF-8 into a fixed buffer without allocating. Text that does not fit is cut, and <see cref="Overflowed"/> says so.
/// </summary>
public sealed class TextBuffer
{
    /// <summary>Makes a buffer of the given size.</summary>
    public TextBuffer(int capacity)
    {
        Bytes = new byte[capacity];
    }

    /// <summary>The buffer.</summary>
    public byte[] Bytes { get; }

    /// <summary>Bytes used.</summary>
    public int Length { get; private set; }

    /// <summary>Whether something did not fit since the last <see cref="Clear"/>.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        Length = 0;
        Overflowed = false;
    }

    /// <summary>Goes back to an earlier length.</summary>
    public void Truncate(int length)
    {
        Invariant.Check(length >= 0 && length <= Length, "truncate goes back");
        Length = length;
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

        ulong divisor = 1;
        int digits = 1;
        while (digits < 20 && (rest / divisor >= 10 || digits <= decimals))
        {
            divisor *= 10;
            digits++;
        }

        for (; digits > 0; digits--)
        {
            AddByte((byte)('0' + (int)(rest / divisor % 10)));
            divisor /= 10;
            if (decimals > 0 && digits - 1 == decimals)
            {
                AddByte((byte)'.');
            }
        }

        return this;
    }

    private void AddByte(byte value)
    {
        if (Length >= Bytes.Length)
        {
            Overflowed = true;
            return;
        }

        Bytes[Length++] = value;
    }
}
