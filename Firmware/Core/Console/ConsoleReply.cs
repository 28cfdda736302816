using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// What a command answers, for a person or for a program: the same calls give a line "name  value" or a member of a JSON object.
/// Everything goes into one buffer that is emptied between two steps of a command, so an answer of any length needs no more memory.
/// </summary>
internal sealed class ConsoleReply
{
    /// <summary>Longest text between two emptyings, in bytes: no step of a command writes more.</summary>
    public const int BufferBytes = 1024;

    private const int LabelColumns = 17;
    private const int RowColumns = 80;

    private string _id = string.Empty;
    private int _taken;
    private int _checkedTo;
    private uint _crc;
    private bool _isOpen;
    private bool _comma;
    private bool _inRow;

    /// <summary>The buffer, for echo.</summary>
    public readonly TextBuffer Out = new TextBuffer(BufferBytes);

    /// <summary>Whether a program asked.</summary>
    public bool IsMachine;

    /// <summary>Whether people read Chinese.</summary>
    public bool IsChinese;

    /// <summary>Whether the answer is in Chinese: a program always gets English.</summary>
    public bool SpeaksChinese() => IsChinese && !IsMachine;

    /// <summary>Where the cursor is; 1 behind an echo.</summary>
    public int Column;

    /// <summary>Whether all text has been taken.</summary>
    public bool IsEmpty => Out.Length == 0;

    /// <summary>Whose command is answered next: a program's with its id, or a person's.</summary>
    public void Begin(bool isMachine, string id)
    {
        IsMachine = isMachine;
        _id = id;
        _isOpen = false;
        _inRow = false;
    }

    /// <summary>Moves text out, as much as fits.</summary>
    public int Take(byte[] buffer)
    {
        Check();
        int count = Out.Length - _taken;
        count = count > buffer.Length ? buffer.Length : count;
        System.Array.Copy(Out.Bytes, _taken, buffer, 0, count);
        _taken += count;
        if (_taken == Out.Length)
        {
            Out.Clear();
            _taken = 0;
            _checkedTo = 0;
        }

        return count;
    }

    /// <summary>Ends the line a person sees, when there is something on it.</summary>
    public void FreshLine()
    {
        if (Column > 0)
        {
            NewLine();
        }
    }

    /// <summary>Goes on in the next row when so many columns do not fit into this one.</summary>
    public void MakeRoom(int columns)
    {
        if (!IsMachine && Column + columns > RowColumns)
        {
            NewLine();
        }
    }

    /// <summary>Ends the line.</summary>
    public void NewLine()
    {
        Out.AddByte((byte)'\r');
        Out.AddByte((byte)'\n');
        Column = 0;
    }

    /// <summary>The echo put the cursor somewhere on the line.</summary>
    public void MarkEcho() => Column = 1;

    /// <summary>Begins a line on the way to the answer: a person's next line, a program's <c>@id+</c> object.</summary>
    public void BeginProgress()
    {
        FreshLine();
        if (IsMachine)
        {
            OpenObject(true);
        }
        else
        {
            _inRow = true;
        }
    }

    /// <summary>Ends that line.</summary>
    public void EndProgress()
    {
        _inRow = false;
        if (IsMachine)
        {
            CloseObject();
        }
        else
        {
            FreshLine();
        }
    }

    /// <summary>Begins a named value.</summary>
    /// <param name="name">ASCII; the member's name, and what people read in English.</param>
    /// <param name="chinese">What people read in Chinese.</param>
    public ConsoleReply Field(string name, string chinese)
    {
        if (IsMachine)
        {
            Member(name);
        }
        else if (!_inRow)
        {
            FreshLine();
            Pad(IsChinese ? chinese : name, LabelColumns);
        }

        return this;
    }

    /// <summary>Begins a named value that people see behind the one before.</summary>
    public ConsoleReply Also(string name)
    {
        if (IsMachine)
        {
            Member(name);
        }

        return this;
    }

    /// <summary>Begins a named value in a list: people see no name, but columns.</summary>
    /// <param name="name">ASCII.</param>
    /// <param name="atColumn">Where people see it; at least one space is left.</param>
    public ConsoleReply Cell(string name, int atColumn)
    {
        if (IsMachine)
        {
            Member(name);
        }
        else
        {
            do
            {
                Raw(" ");
            }
            while (Column < atColumn);
        }

        return this;
    }

    /// <summary>Begins a list of objects.</summary>
    public void BeginList(string name)
    {
        if (IsMachine)
        {
            Member(name);
            Out.AddByte((byte)'[');
            _comma = false;
        }
    }

    /// <summary>Begins an object of a list, a row for people.</summary>
    public void BeginRow()
    {
        if (!IsMachine)
        {
            FreshLine();
            return;
        }

        Out.Add(_comma ? ",{" : "{");
        _comma = false;
    }

    /// <summary>Ends it.</summary>
    public void EndRow() => Close('}');

    /// <summary>Ends the list.</summary>
    public void EndList() => Close(']');

    /// <summary>Begins an object that is a value.</summary>
    public void BeginObject(string name)
    {
        if (IsMachine)
        {
            Member(name);
            Out.AddByte((byte)'{');
            _comma = false;
        }
    }

    /// <summary>A text as value. What could steer a terminal or break JSON is made harmless.</summary>
    public ConsoleReply Text(string text)
    {
        if (IsMachine)
        {
            Out.AddByte((byte)'"');
        }

        // Character by character: nothing here may make a text of its own.
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isHarmless = i < text.Length && text[i] >= ' ' && (text[i] < 0x7F || text[i] > 0x9F)
                && (!IsMachine || (text[i] != '"' && text[i] != '\\'));
            if (isHarmless)
            {
                continue;
            }

            Raw(start == 0 && i == text.Length ? text : text.Substring(start, i - start));
            start = i + 1;
            if (i < text.Length)
            {
                Raw(!IsMachine || (text[i] != '"' && text[i] != '\\') ? "?" : text[i] == '"' ? "\\\"" : "\\\\");
            }
        }

        if (IsMachine)
        {
            Out.AddByte((byte)'"');
        }

        return this;
    }

    /// <summary>A number as value.</summary>
    public ConsoleReply Number(long value) => Fixed(value, 0);

    /// <summary>A number with decimals as value.</summary>
    public ConsoleReply Fixed(long value, int decimals)
    {
        int before = Out.Length;
        Out.AddFixed(value, decimals);
        Column += Out.Length - before;
        return this;
    }

    /// <summary>Yes or no as value.</summary>
    public ConsoleReply Flag(bool value) => Raw(IsMachine ? (value ? "true" : "false") : IsChinese ? (value ? "是" : "否") : value ? "yes" : "no");

    /// <summary>Words that only people see, on the line where they are.</summary>
    public ConsoleReply Human(string english, string chinese) => IsMachine ? this : Raw(IsChinese ? chinese : english);

    /// <summary>A line that only people see.</summary>
    public void Say(string english, string chinese)
    {
        if (!IsMachine)
        {
            FreshLine();
            Raw(IsChinese ? chinese : english);
            NewLine();
        }
    }

    /// <summary>Ends the answer: done as asked.</summary>
    public void Succeed() => End(string.Empty, string.Empty, string.Empty);

    /// <summary>Ends the answer: not done, and what to do about it.</summary>
    /// <param name="error">For programs: kebab-case, never changed once it is known.</param>
    /// <param name="english">For people.</param>
    /// <param name="chinese">The same.</param>
    public void Fail(string error, string english, string chinese) => End(error, english, chinese);

    /// <summary>Gives up the object that is open: its line has no checksum, so that no program believes it.</summary>
    public void Abandon()
    {
        _isOpen = false;
        _inRow = false;
        FreshLine();
    }

    /// <summary>Text as it is; for people and for parts of values.</summary>
    public ConsoleReply Raw(string text)
    {
        Out.AddUtf8(text);
        Column += Columns(text);
        return this;
    }

    /// <summary>Bytes as base64 (RFC 4648); every piece but the last holds a multiple of three.</summary>
    public void Base64(byte[] bytes, int offset, int count)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < count; i += 3)
        {
            int rest = count - i;
            int bits = (bytes[offset + i] << 16) | (rest > 1 ? bytes[offset + i + 1] << 8 : 0) | (rest > 2 ? bytes[offset + i + 2] : 0);
            Out.AddByte((byte)Letters[bits >> 18]);
            Out.AddByte((byte)Letters[(bits >> 12) & 63]);
            Out.AddByte(rest > 1 ? (byte)Letters[(bits >> 6) & 63] : (byte)'=');
            Out.AddByte(rest > 2 ? (byte)Letters[bits & 63] : (byte)'=');
        }
    }

    /// <summary>Columns that a text takes on a terminal: East Asian characters take two.</summary>
    public static int Columns(string text)
    {
        int columns = 0;
        for (int i = 0; i < text.Length; i++)
        {
            columns += text[i] >= 0x1100 ? 2 : 1;
        }

        return columns;
    }

    private void Pad(string text, int columns)
    {
        Raw(text);
        do
        {
            Raw(" ");
        }
        while (Column < columns);
    }

    private void End(string error, string english, string chinese)
    {
        if (IsMachine)
        {
            Member("ok");
            Raw(error.Length == 0 ? "true" : "false");
            if (error.Length > 0)
            {
                Field("error", string.Empty).Text(error);
                Field("hint", string.Empty).Text(english);
            }

            CloseObject();
            return;
        }

        if (error.Length > 0)
        {
            Say(english, chinese);
        }

        FreshLine();
    }

    private void Member(string name)
    {
        if (!_isOpen)
        {
            FreshLine();
            OpenObject(false);
        }

        Out.Add(_comma ? ",\"" : "\"").Add(name).Add("\":");
        _comma = true;
    }

    private void OpenObject(bool isProgress)
    {
        Check();
        _crc = 0;
        _checkedTo = Out.Length;
        Out.Add("@").Add(_id).Add(isProgress ? "+ {" : " {");
        _comma = false;
        _isOpen = true;
        Column = 1;
    }

    private void CloseObject()
    {
        Out.Add("}");
        Check();
        uint crc = _crc;
        _isOpen = false;
        Out.Add(" *");
        for (int shift = 28; shift >= 0; shift -= 4)
        {
            Out.AddByte((byte)"0123456789abcdef"[(int)(crc >> shift) & 15]);
        }

        NewLine();
    }

    private void Close(char bracket)
    {
        if (IsMachine)
        {
            Out.AddByte((byte)bracket);
            _comma = true;
        }
        else
        {
            FreshLine();
        }
    }

    // The checksum follows the text before it leaves the buffer.
    private void Check()
    {
        if (_isOpen)
        {
            _crc = Crc32.Append(_crc, Out.Bytes, _checkedTo, Out.Length - _checkedTo);
        }

        _checkedTo = Out.Length;
    }
}
