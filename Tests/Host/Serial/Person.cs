using System;
using System.Text;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>Somebody at a terminal: types a line, reads until the prompt is back, and keeps what was on the screen.</summary>
internal sealed class Person(ISerialPort port)
{
    private const int SliceMs = 100;
    private const int PatientSlices = 100;
    private const int QuietSlices = 3;

    private readonly EchoedLine _line = new();

    public string Type(string line)
    {
        port.Write(Encoding.UTF8.GetBytes(line + "\r"), SliceMs * PatientSlices);
        var seen = new MemoryText();
        byte[] bytes = new byte[512];
        int quiet = 0;
        for (int i = 0; i < PatientSlices && quiet < QuietSlices; i++)
        {
            int count = port.Read(bytes, SliceMs);
            seen.Add(bytes.AsSpan(0, count));
            for (int at = 0; at < count; at++)
            {
                _line.Take(bytes[at]);
            }

            // A question (the PIN) has no prompt: there it is the silence that counts.
            quiet = count > 0 ? 0 : _line.IsPrompt ? QuietSlices : quiet + (seen.IsEmpty ? 0 : 1);
        }

        return seen.ToString();
    }

    private sealed class MemoryText
    {
        private readonly System.IO.MemoryStream _bytes = new();

        public bool IsEmpty => _bytes.Length == 0;

        public void Add(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public override string ToString() => Encoding.UTF8.GetString(_bytes.ToArray()).Replace("\r", string.Empty, StringComparison.Ordinal);
    }
}
