namespace ZhiSan.Edge.Tests.Portable.Core;

/// <summary>The row of a terminal of 80 columns that the cursor is in, and the widest line so far. Takes UTF-8, bytes as characters.</summary>
internal sealed class Screen
{
    private const int Columns = 80;

    private readonly char[] _row = new char[Columns];
    private int _at;
    private int _line;

    /// <summary>Columns of the longest line that was ended or is being written.</summary>
    public int Widest { get; private set; }

    /// <summary>What stands in the row, without the space at its end. Both halves of a wide character are a W.</summary>
    public string Row
    {
        get
        {
            int end = Columns;
            while (end > 0 && (_row[end - 1] == ' ' || _row[end - 1] == '\0'))
            {
                end--;
            }

            return new string(_row, 0, end);
        }
    }

    public void Show(string bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            Take(bytes[i], i + 1 < bytes.Length ? bytes[i + 1] : '\0');
        }
    }

    private void Take(char value, char next)
    {
        if (value == '\n')
        {
            Wrap();
            _line = 0;
        }
        else if (value == '\r')
        {
            _at = 0;
        }
        else if (value == '\b')
        {
            // Behind a full row the cursor stands on its last column.
            _at = _at == Columns ? Columns - 2 : _at > 0 ? _at - 1 : 0;
        }
        else if (value >= ' ' && (value & 0xC0) != 0x80)
        {
            bool isWide = value > 0xE1 || (value == 0xE1 && next >= 0x84);
            Put(isWide ? 'W' : value, isWide ? 2 : 1);
        }
    }

    private void Put(char value, int columns)
    {
        if (_at + columns > Columns)
        {
            Wrap();
        }

        for (int i = 0; i < columns; i++)
        {
            _row[_at++] = value;
            _line++;
        }

        Widest = _line > Widest ? _line : Widest;
    }

    private void Wrap()
    {
        _at = 0;
        for (int i = 0; i < Columns; i++)
        {
            _row[i] = '\0';
        }
    }
}
