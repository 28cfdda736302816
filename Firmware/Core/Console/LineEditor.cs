using System;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// Puts lines together from bytes, with echo, backspace, Ctrl-U, and four earlier lines on the arrow keys. A line that is too long or
/// lost bytes is dropped whole: half a command is never carried out. Bytes that are no UTF-8 are not taken.
/// </summary>
internal sealed class LineEditor
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxBytes = 240;

    private const int HistoryLines = 4;
    private const int HistoryBytes = 96;
    private const int RowColumns = 80;
    private const byte Backspace = 8;
    private const byte Tab = 9;
    private const byte CtrlU = 0x15;
    private const byte Escape = 0x1B;
    private const byte Delete = 0x7F;

    /// <summary>The line's bytes.</summary>
    public readonly byte[] Bytes = new byte[MaxBytes];

    /// <summary>Bytes of the line.</summary>
    public int Length;

    /// <summary>Whether the line lost something and must not be carried out.</summary>
    public bool IsSpoiled;

    /// <summary>Whether what is typed is shown to nobody.</summary>
    public bool IsHidden;

    /// <summary>Columns of the prompt before the line.</summary>
    public int PromptColumns;

    /// <summary>
    /// Whether the line must be shown anew: what was erased reached back over the end of a row, where no terminal follows a backspace.
    /// </summary>
    public bool IsMisplaced;

    private readonly byte[][] _history = new byte[HistoryLines][];
    private readonly int[] _historyLengths = new int[HistoryLines];
    private int _newest;
    private int _recalled;
    private int _character;
    private int _missing;
    private int _escape;
    private byte _last;

    /// <summary>Makes an empty editor.</summary>
    public LineEditor()
    {
        for (int i = 0; i < HistoryLines; i++)
        {
            _history[i] = new byte[HistoryBytes];
        }
    }

    /// <summary>Whether the line is a program's: those are not echoed.</summary>
    public bool IsMachine => Length > 0 && Bytes[0] == '@';

    /// <summary>Takes a byte; true when it ends the line.</summary>
    public bool Take(byte value, TextBuffer echo)
    {
        byte before = _last;
        _last = value;
        if (_escape != 0)
        {
            TakeEscape(value, echo);
            return false;
        }

        if (_missing > 0 && (value & 0xC0) != 0x80)
        {
            _missing = 0;
            Refuse(echo);
        }

        if (value >= 0x80)
        {
            TakeCharacter(value, echo);
            return false;
        }

        switch (value)
        {
            case (byte)'\n':
                return before != '\r';

            case (byte)'\r':
                return true;

            case Backspace:
            case Delete:
                Erase(echo);
                break;

            case CtrlU:
                while (Length > 0)
                {
                    Erase(echo);
                }

                Clear();
                break;

            case Escape:
                _escape = 1;
                break;

            default:
                if (value >= ' ')
                {
                    Insert(value, echo);
                }

                break;
        }

        return false;
    }

    /// <summary>Empties the line.</summary>
    public void Clear()
    {
        Length = 0;
        _character = 0;
        _missing = 0;
        _escape = 0;
        _recalled = 0;
        IsSpoiled = false;
    }

    /// <summary>Keeps the line among the earlier ones.</summary>
    public void Remember()
    {
        if (Length == 0 || Length > HistoryBytes)
        {
            return;
        }

        _newest = (_newest + 1) % HistoryLines;
        Array.Copy(Bytes, _history[_newest], Length);
        _historyLengths[_newest] = Length;
    }

    /// <summary>Adds ASCII text as if it had been typed.</summary>
    public void Type(string text, TextBuffer echo)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Insert((byte)text[i], echo);
        }
    }

    /// <summary>Shows the line again behind a new prompt.</summary>
    public void Show(TextBuffer echo)
    {
        for (int i = 0; i < Length && !IsHidden; i++)
        {
            echo.AddByte(Bytes[i]);
        }
    }

    private void Insert(byte value, TextBuffer echo)
    {
        if (Length == MaxBytes)
        {
            Refuse(echo);
            return;
        }

        Bytes[Length++] = value;
        if (!IsHidden && !IsMachine && !IsMisplaced)
        {
            echo.AddByte(value);
        }
    }

    // Bytes of a character wait behind the line until it is whole.
    private void TakeCharacter(byte value, TextBuffer echo)
    {
        bool isFirst = _missing == 0;
        if (isFirst)
        {
            _character = 0;
            _missing = value >= 0xC2 && value < 0xE0 ? 1 : value >= 0xE0 && value < 0xF0 ? 2 : value >= 0xF0 && value < 0xF5 ? 3 : 0;
        }
        else
        {
            _missing--;
        }

        bool fits = Length + _character < MaxBytes;
        bool isRight = isFirst ? _missing > 0 : _character != 1 || SecondIsRight(value);
        if (!isRight || !fits)
        {
            _missing = 0;
            Refuse(echo);
            return;
        }

        Bytes[Length + _character++] = value;
        if (_missing == 0)
        {
            int count = _character;
            _character = 0;
            for (int i = 0; i < count; i++)
            {
                Insert(Bytes[Length], echo);
            }
        }
    }

    // No overlong forms, no surrogates, nothing beyond U+10FFFF.
    private bool SecondIsRight(byte value)
    {
        switch (Bytes[Length])
        {
            case 0xE0: return value >= 0xA0;
            case 0xED: return value < 0xA0;
            case 0xF0: return value >= 0x90;
            case 0xF4: return value < 0x90;
            default: return true;
        }
    }

    private void Erase(TextBuffer echo)
    {
        if (Length == 0)
        {
            return;
        }

        bool isShown = !IsHidden && !IsMachine;
        int first = Length - 1;
        while (first > 0 && (Bytes[first] & 0xC0) == 0x80)
        {
            first--;
        }

        int columns = Columns(first);
        IsMisplaced = IsMisplaced || (isShown && IsAtRowStart(columns));
        Length = first;
        for (int i = columns; i > 0 && isShown && !IsMisplaced; i--)
        {
            echo.Add("\b \b");
        }
    }

    // Whether the last character stands at the beginning of a further row, or at the end of a full one: a terminal leaves the cursor on it then.
    private bool IsAtRowStart(int columns)
    {
        int at = PromptColumns;
        for (int i = 0; i < Length; i++)
        {
            int wide = Columns(i);
            at += wide == 2 && at % RowColumns == RowColumns - 1 ? 3 : wide;
        }

        return at >= RowColumns && at % RowColumns <= columns;
    }

    // Of the character that begins here; 0 within one. From U+1100 on they take two.
    private int Columns(int at)
    {
        byte value = Bytes[at];
        bool isWide = value > 0xE1 || (value == 0xE1 && Bytes[at + 1] >= 0x84);
        return (value & 0xC0) == 0x80 ? 0 : isWide ? 2 : 1;
    }

    private void TakeEscape(byte value, TextBuffer echo)
    {
        if (_escape == 1 && value == '[')
        {
            _escape = 2;
            return;
        }

        bool isArrow = _escape == 2 && (value == 'A' || value == 'B');
        _escape = _escape == 2 && value >= 0x20 && value < 0x40 ? 2 : 0;
        if (isArrow && !IsHidden)
        {
            Recall(value == 'A' ? 1 : -1, echo);
        }
    }

    private void Recall(int older, TextBuffer echo)
    {
        int which = _recalled + older;
        if (which < 0 || which > HistoryLines || (which > 0 && LengthOf(which) == 0))
        {
            Ring(echo);
            return;
        }

        while (Length > 0)
        {
            Erase(echo);
        }

        IsSpoiled = false;
        _recalled = which;
        for (int i = 0; which > 0 && i < LengthOf(which); i++)
        {
            Insert(_history[Place(which)][i], echo);
        }
    }

    private int LengthOf(int which) => _historyLengths[Place(which)];

    private int Place(int which) => (_newest + 1 - which + HistoryLines) % HistoryLines;

    private void Refuse(TextBuffer echo)
    {
        IsSpoiled = true;
        Ring(echo);
    }

    private static void Ring(TextBuffer echo) => echo.AddByte(7);
}
