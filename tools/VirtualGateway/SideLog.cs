using System;
using System.Globalization;
using System.IO;
using System.Text;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>
/// What the sensors gave, written down before the journal sees it, so that what the platform ends up with can be compared
/// with something that does not depend on the journal. One line per scan:
/// <c>boot uptime-seconds value value ...</c>, an absent value as <c>-</c>, and, once the journal has answered, <c>durable</c> or
/// <c>refused</c>. A line without the last word was cut off by the power; the next start ends it with <c>cut</c>.
/// </summary>
public sealed class SideLog : IDisposable
{
    private readonly FileStream _file;
    private readonly StringBuilder _line = new();

    /// <summary>Opens the log for appending.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public SideLog(string path)
    {
        bool isCut = EndsInMiddleOfLine(path);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0);
        if (isCut)
        {
            _file.Write(" cut\n"u8);
        }
    }

    /// <summary>The journal answered for the scan written last.</summary>
    public void Confirm(bool durable) => _file.Write(durable ? " durable\n"u8 : " refused\n"u8);

    /// <summary>Writes one scan; when this returns, the line survives a kill of the process.</summary>
    public void Write(uint boot, Scan scan)
    {
        _line.Clear();
        _line.Append(boot).Append(' ').Append(scan.MonotonicMs / 1000);
        for (int i = 0; i < scan.ChannelCount; i++)
        {
            _line.Append(' ');
            if (Quality.HasValue(scan.Qualities[i]))
            {
                _line.Append(CultureInfo.InvariantCulture, $"{scan.Values[i]}");
            }
            else
            {
                _line.Append('-');
            }
        }

        _file.Write(Encoding.ASCII.GetBytes(_line.ToString()));
    }

    private static bool EndsInMiddleOfLine(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
