using System;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Device.Terminal;

/// <summary>
/// The least a technician needs until the console of the core is there: <c>status</c> and <c>reboot</c>. A console that fails is
/// given up: the cable is not what the gateway is for.
/// </summary>
public sealed class StatusConsole
{
    private const int ReadBytes = 32;
    private const int AnswerBytes = 640;

    private readonly IConsolePort _port;
    private readonly IStatusSource _source;
    private readonly LineReader _reader = new LineReader();
    private readonly byte[] _input = new byte[ReadBytes];
    private readonly TextBuffer _answer = new TextBuffer(AnswerBytes);
    private bool _failed;

    /// <summary>Ties a port to what it asks about.</summary>
    public StatusConsole(IConsolePort port, IStatusSource source)
    {
        _port = port;
        _source = source;
    }

    /// <summary>Takes what has arrived and answers. Does not wait.</summary>
    public void Poll()
    {
        if (_failed)
        {
            return;
        }

        try
        {
            int count = _port.Read(_input);
            for (int i = 0; i < count; i++)
            {
                string? line = _reader.Take(_input[i]);
                if (line != null)
                {
                    Answer(line.Trim());
                }
            }
        }
        catch (Exception)
        {
            _failed = true;
        }
    }

    private void Answer(string command)
    {
        _answer.Clear();
        switch (command)
        {
            case "status":
                _source.Describe(_answer);
                break;

            case "reboot":
                _answer.Add("restarting\r\n");
                _source.RequestReboot();
                break;

            default:
                _answer.Add("commands: status, reboot\r\n");
                break;
        }

        _port.Write(_answer.Bytes, _answer.Length);
    }
}
