using System.IO;
using System.Text;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// Reads lines that end with LF, CRLF or CR, in bounded memory: a line beyond the limit is passed over, not kept.
/// </summary>
public sealed class CsvLineReader
{
    /// <summary>The longest line that is kept, in characters.</summary>
    public const int MaxLineLength = 16384;

    private readonly TextReader _reader;
    private readonly StringBuilder _line = new();
    private bool _afterCarriageReturn;

    /// <summary>Reads from a text.</summary>
    /// <param name="reader">The text; the caller closes it.</param>
    public CsvLineReader(TextReader reader)
    {
        _reader = reader;
    }

    /// <summary>Number of the line that was read last, counted from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>
    /// Whether the line that was read last was longer than <see cref="MaxLineLength"/>; its text is then empty.
    /// </summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <returns>Its text without the line end, or null at the end of the text.</returns>
    public string? Read()
    {
        int character = _reader.Read();
        if (_afterCarriageReturn && character == '\n')
        {
            // The second half of CRLF. Looking ahead with Peek instead would fail on readers that cannot.
            character = _reader.Read();
        }

        if (character < 0)
        {
            return null;
        }

        LineNumber++;
        IsTooLong = false;
        _line.Clear();
        while (character >= 0 && character != '\n' && character != '\r')
        {
            if (_line.Length == MaxLineLength)
            {
                IsTooLong = true;
            }
            else
            {
                _line.Append((char)character);
            }

            character = _reader.Read();
        }

        _afterCarriageReturn = character == '\r';
        return IsTooLong ? "" : _line.ToString();
    }
}
