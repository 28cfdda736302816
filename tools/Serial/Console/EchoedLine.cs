using System.Collections.Generic;
using System.Text;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// What stands in the present line of the gateway's output, behind its prompt: what a person typed, as the gateway showed it. A PIN is not
/// shown, so it is not here.
/// </summary>
public sealed class EchoedLine
{
    private const int MaxColumns = 1024;
    private const byte Bell = 7;
    private const byte Backspace = 8;
    private const byte FirstWide = 0xE2;

    // One entry for each column; a wide character has an empty one behind it.
    private readonly List<List<byte>> _columns = [];
    private List<byte> _character = [];

    /// <summary>What was typed in the line that ended last; empty when it had no prompt.</summary>
    public string Ended { get; private set; } = string.Empty;

    /// <summary>Whether the gateway waits for a command: a prompt with nothing behind it.</summary>
    public bool IsPrompt => Text() is var text && PromptEnd(text) is var end && end > 0 && end == text.Length;

    /// <summary>Takes a byte of output; true when it ended a line with something typed in it.</summary>
    public bool Take(byte value)
    {
        switch (value)
        {
            case (byte)'\n':
                string text = Text();
                int end = PromptEnd(text);
                _columns.Clear();
                Ended = end > 0 ? text[end..].Trim() : string.Empty;
                return Ended.Length > 0;

            case Backspace:
                if (_columns.Count > 0)
                {
                    _columns.RemoveAt(_columns.Count - 1);
                }

                return false;

            case (byte)'\r' or Bell:
                return false;

            default:
                Add(value);
                return false;
        }
    }

    private void Add(byte value)
    {
        if ((value & 0xC0) == 0x80)
        {
            _character.Add(value);
        }
        else if (_columns.Count < MaxColumns)
        {
            _character = [value];
            _columns.Add(_character);
            if (value >= FirstWide)
            {
                _columns.Add([]);
            }
        }
    }

    private string Text()
    {
        var bytes = new List<byte>();
        foreach (List<byte> column in _columns)
        {
            bytes.AddRange(column);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    // "site/gateway state> " or "site/gateway state# ".
    private static int PromptEnd(string text)
    {
        int end = text.IndexOfAny(['>', '#']);
        int slash = text.IndexOf('/');
        return slash > 0 && slash < end && end + 1 < text.Length && text[end + 1] == ' ' ? end + 2 : 0;
    }
}
