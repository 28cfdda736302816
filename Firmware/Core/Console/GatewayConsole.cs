using System.Text;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Acceptance;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// The technician's cable: bytes in, text out, in Chinese or English, and the same commands for programs. CONSOLE.md describes both.
/// </summary>
/// <remarks>
/// The host gives it what arrives with <see cref="TakeBytes"/>, and once in every turn of its loop takes text with
/// <see cref="NextText"/>; <see cref="NextDeadlineMs"/> says when the next turn is due. A command is carried out in steps, each only
/// when the text of the one before is gone: a long answer blocks nothing and needs no more than a fixed buffer.
/// </remarks>
public sealed class GatewayConsole
{
    private const int TypedAheadBytes = 256;
    private const int BytesPerTurn = 64;
    private const int EchoRoom = 256;
    private const int MaxIdLength = 12;
    private const int CrcDigits = 8;
    private const int NoCommand = -1;
    private const byte CtrlC = 3;
    private const byte Tab = 9;

    private readonly ConsoleSession _session;
    private readonly ConsoleReply _reply;
    private readonly LineEditor _editor = new LineEditor();
    private readonly InfoCommands _info;
    private readonly ConfigCommands _config;
    private readonly AccessCommands _access;
    private readonly EvacuateCommand _evacuate;
    private readonly ProbeCommands _probes;
    private readonly AcceptanceTest _acceptance;
    private readonly byte[] _typed = new byte[TypedAheadBytes];
    private int _typedStart;
    private int _typedCount;
    private bool _skipsLine;
    private bool _greeted;
    private bool _interrupted;
    private int _command = NoCommand;
    private int _step;

    /// <summary>Makes a console for one gateway.</summary>
    /// <param name="gateway">The gateway; it need not be started.</param>
    /// <param name="configuration">Its configuration, loaded.</param>
    /// <param name="host">Who runs it.</param>
    public GatewayConsole(Gateway gateway, GatewayConfiguration configuration, IConsoleHost host)
    {
        _session = new ConsoleSession(gateway, configuration, host);
        _reply = _session.Reply;
        _info = new InfoCommands(_session);
        _config = new ConfigCommands(_session);
        _access = new AccessCommands(_session);
        _evacuate = new EvacuateCommand(_session);
        _probes = new ProbeCommands(_session);
        _acceptance = new AcceptanceTest(_session);
    }

    /// <summary>When <see cref="NextText"/> has something to do; <see cref="long.MaxValue"/> while it waits for bytes.</summary>
    public long NextDeadlineMs
    {
        get
        {
            bool listens = _command == NoCommand || _session.WantsAnswer;
            if (!_reply.IsEmpty || _interrupted || (listens && _typedCount > 0))
            {
                return _session.NowMs;
            }

            return listens ? long.MaxValue : _session.WakeMs;
        }
    }

    /// <summary>What is to be done whether or not anybody is at the cable: the trial of new network settings. Once in every turn.</summary>
    public void Tick(long nowMs)
    {
        _session.NowMs = nowMs;
        if (_session.Configuration.Tick(nowMs, _session.Gateway))
        {
            _session.Host.Reboot();
        }
    }

    /// <summary>
    /// Takes what arrived, all of it: 256 bytes may be waiting while a command runs. What goes beyond that is dropped, and with it the
    /// line that it belongs to.
    /// </summary>
    public void TakeBytes(long nowMs, byte[] bytes, int offset, int count)
    {
        _session.NowMs = nowMs;
        for (int i = offset; i < offset + count; i++)
        {
            if (bytes[i] == CtrlC)
            {
                _interrupted = true;
                _typedCount = 0;
                _skipsLine = false;
            }
            else if (_skipsLine)
            {
                _skipsLine = bytes[i] != '\r' && bytes[i] != '\n';
            }
            else if (_typedCount == TypedAheadBytes)
            {
                _typedCount = 0;
                _editor.IsSpoiled = true;
                _skipsLine = bytes[i] != '\r' && bytes[i] != '\n';
            }
            else
            {
                _typed[(_typedStart + _typedCount++) % TypedAheadBytes] = bytes[i];
            }
        }
    }

    /// <summary>Goes one step on and gives the next text.</summary>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="buffer">Takes the text, at most its length.</param>
    /// <returns>Bytes in the buffer; 0 when there are none now.</returns>
    public int NextText(long nowMs, byte[] buffer)
    {
        _session.NowMs = nowMs;
        if (_reply.IsEmpty)
        {
            if (_interrupted)
            {
                Interrupt();
            }
            else if (_command == NoCommand || _session.WantsAnswer)
            {
                TakeTyped();
            }
            else if (nowMs >= _session.WakeMs)
            {
                GoOn();
            }
        }

        return _reply.Take(buffer);
    }

    private void TakeTyped()
    {
        for (int i = 0; i < BytesPerTurn && _typedCount > 0 && _reply.Out.Length < EchoRoom; i++)
        {
            if (_command != NoCommand && !_session.WantsAnswer)
            {
                return;
            }

            byte value = _typed[_typedStart];
            _typedStart = (_typedStart + 1) % TypedAheadBytes;
            _typedCount--;
            _editor.IsHidden = _session.WantsAnswer;
            if (value == Tab && !_editor.IsMachine && !_editor.IsHidden)
            {
                Complete();
            }
            else if (_editor.Take(value, _reply.Out))
            {
                EndLine();
            }
            else if (!_editor.IsMachine && !_editor.IsHidden)
            {
                _reply.MarkEcho();
            }

            if (_editor.IsMisplaced)
            {
                _reply.Begin(false, string.Empty);
                Prompt();
                _editor.Show(_reply.Out);
            }
        }
    }

    private void EndLine()
    {
        if (_session.WantsAnswer)
        {
            _session.Answer = _editor.IsSpoiled ? string.Empty : Encoding.UTF8.GetString(_editor.Bytes, 0, _editor.Length);
            _session.WantsAnswer = false;
            _editor.Clear();
            _reply.NewLine();
            return;
        }

        bool isMachine = _editor.IsMachine;
        bool isSpoiled = _editor.IsSpoiled;
        string line = Encoding.UTF8.GetString(_editor.Bytes, 0, _editor.Length);
        string id = string.Empty;
        if (isMachine)
        {
            id = CommandLine.Word(line, 0).Substring(1);
            line = CommandLine.Rest(line, 1);
        }
        else
        {
            _reply.NewLine();
            line = line.Trim();
        }

        if (isMachine && !IsId(id))
        {
            // Nobody to answer.
            _editor.Clear();
            return;
        }

        _reply.Begin(isMachine, id);
        bool isWhole = !isSpoiled && (!isMachine || TakeCheck(ref line));
        Keep(isMachine, isWhole, line);
        if (!isWhole)
        {
            _reply.Fail(
                isSpoiled ? "bad-line" : "crc", "the line did not arrive whole: send it again", "该行过长或有误，请重新输入");
        }
        else if (line.Length > 0)
        {
            Begin(line);
        }
        else if (isMachine)
        {
            _reply.Fail("unknown-command", "no command", "没有命令");
        }

        if (_command == NoCommand)
        {
            Prompt();
        }
    }

    private void Keep(bool isMachine, bool isWhole, string line)
    {
        // What may hold a secret is not shown again.
        int command = CommandTable.Find(line);
        if (!isMachine && isWhole && command != CommandTable.Login && command != CommandTable.Passwd && command != CommandTable.ConfigSet)
        {
            _editor.Remember();
        }

        _editor.Clear();
        if (_session.IsLoggedIn)
        {
            _session.LoginEndsMs = _session.NowMs + AccessCommands.LoginMs;
        }
    }

    // A request may carry the checksum of its own bytes, as answers do.
    private bool TakeCheck(ref string line)
    {
        int star = line.Length - CrcDigits - 1;
        if (star < 0 || line[star] != '*')
        {
            return true;
        }

        int end = _editor.Length;
        while (_editor.Bytes[end - 1] == ' ')
        {
            end--;
        }

        end -= CrcDigits + 1;
        while (_editor.Bytes[end - 1] == ' ')
        {
            end--;
        }

        uint crc = Crc32.Append(0, _editor.Bytes, 0, end);
        for (int i = star + 1; i < line.Length; i++)
        {
            if ("0123456789abcdef"[(int)(crc >> 28)] != line[i])
            {
                return false;
            }

            crc <<= 4;
        }

        line = line.Substring(0, star).Trim();
        return true;
    }

    private void Begin(string line)
    {
        int command = CommandTable.Find(line);
        if (command < 0)
        {
            Puzzle(command, line);
            return;
        }

        if (CommandTable.NeedsLogin(command) && !_session.IsLoggedIn)
        {
            _reply.Fail("login-required", "'login' first: this needs the PIN", "请先 login 输入 PIN");
            return;
        }

        _session.Arguments = CommandLine.Rest(line, CommandLine.Count(CommandTable.Name(command)));
        _session.WakeMs = 0;
        _command = command;
        _step = 0;
    }

    // Says what the line could have meant.
    private void Puzzle(int reason, string line)
    {
        bool isBeginning = false;
        for (int i = 0; i < CommandTable.Count; i++)
        {
            if (CommandTable.CouldBe(line, i))
            {
                string name = CommandTable.Name(i);
                _reply.Human(isBeginning ? ", " : "which: ", isBeginning ? "、" : "可选：");
                _reply.MakeRoom(name.Length + 1);
                _reply.Human(name, name);
                isBeginning = true;
            }
        }

        if (isBeginning)
        {
            _reply.Fail("ambiguous-command", "write more of it", "请输入完整命令");
            return;
        }

        int near = CommandTable.Suggest(line);
        if (near >= 0)
        {
            _reply.Human("did you mean '", "您是否想输入 ").Human(CommandTable.Name(near), CommandTable.Name(near)).Human("'?", "？");
        }

        _reply.Fail("unknown-command", "no such command: 'help' lists them", "没有此命令，输入 help 查看列表");
    }

    private void GoOn()
    {
        _session.WakeMs = 0;
        if (Step(_command, _step++))
        {
            _command = NoCommand;
            Prompt();
        }

        Invariant.Check(!_reply.Out.Overflowed, "a step of the console fits its buffer");
    }

    private bool Step(int command, int step)
    {
        switch (command)
        {
            case CommandTable.Login:
            case CommandTable.Logout:
            case CommandTable.Passwd:
                return _access.Step(command, step);

            case CommandTable.Reboot when step == 0:
                // The answer leaves first.
                _reply.Say("restarting", "正在重启");
                _reply.Succeed();
                return false;

            case CommandTable.Reboot:
                _session.Host.Reboot();
                return true;

            case CommandTable.Evacuate:
                return _evacuate.Step(step);

            case CommandTable.Test:
                return _acceptance.Step(step);

            case CommandTable.WifiScan:
            case CommandTable.WifiTest:
            case CommandTable.BrokerTest:
                return _probes.Step(command, step);

            default:
                return command >= CommandTable.ConfigShow && command <= CommandTable.ConfigConfirm
                    ? _config.Step(command, step)
                    : _info.Step(command, step);
        }
    }

    private void Prompt()
    {
        if (_reply.IsMachine)
        {
            return;
        }

        if (!_greeted)
        {
            _greeted = true;
            _reply.Say("ZhiSan Edge. 'help' lists the commands; 'lang zh' 中文。", "ZhiSan Edge。输入 help 查看命令；lang en: English.");
        }

        _reply.FreshLine();
        _reply.Raw(_session.Id).Raw(" ").Raw(_session.LinkName).Raw(_session.IsLoggedIn ? "# " : "> ");
        _editor.PromptColumns = _reply.Column;
        _editor.IsMisplaced = false;
    }

    private void Interrupt()
    {
        _interrupted = false;
        bool isMachine = _reply.IsMachine && _command != NoCommand;
        if (_command != NoCommand)
        {
            _session.Host.EndProbe();
        }

        _command = NoCommand;
        _session.WantsAnswer = false;
        _editor.Clear();
        _reply.Abandon();
        if (isMachine)
        {
            _reply.Fail("interrupted", "stopped by Ctrl-C", "已中止");
            return;
        }

        _reply.Begin(false, string.Empty);
        _reply.Raw("^C");
        Prompt();
    }

    private void Complete()
    {
        string line = Encoding.UTF8.GetString(_editor.Bytes, 0, _editor.Length);
        string common = string.Empty;
        int found = 0;
        for (int i = 0; i < CommandTable.Count && line.Length > 0; i++)
        {
            string name = CommandTable.Name(i);
            if (CommandLine.Begins(name, line))
            {
                common = found++ == 0 ? name + " " : Common(common, name);
            }
        }

        if (common.Length > line.Length)
        {
            _editor.Type(common.Substring(line.Length), _reply.Out);
        }
        else if (found > 1)
        {
            _reply.NewLine();
            for (int i = 0; i < CommandTable.Count; i++)
            {
                if (CommandLine.Begins(CommandTable.Name(i), line))
                {
                    string name = CommandTable.Name(i);
                    _reply.MakeRoom(name.Length + 2);
                    _reply.Raw(name).Raw("  ");
                }
            }

            _reply.Begin(false, string.Empty);
            Prompt();
            _editor.Show(_reply.Out);
        }
    }

    private static string Common(string one, string other)
    {
        int length = 0;
        while (length < one.Length && length < other.Length && one[length] == other[length])
        {
            length++;
        }

        return one.Substring(0, length);
    }

    private static bool IsId(string text)
    {
        bool isGood = text.Length > 0 && text.Length <= MaxIdLength;
        for (int i = 0; i < text.Length && isGood; i++)
        {
            char c = text[i];
            isGood = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }

        return isGood;
    }
}
