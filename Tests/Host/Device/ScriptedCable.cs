using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using Xunit;
using ZhiSan.Edge.Device.Terminal;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>A technician's laptop at the other end of the UART.</summary>
internal sealed class ScriptedCable : IConsolePort
{
    private readonly Queue<byte> typed = new();
    private readonly StringBuilder seen = new();

    public ScriptedCable(string text)
    {
        Type(text);
    }

    public void Type(string text)
    {
        lock (typed)
        {
            foreach (byte b in Encoding.UTF8.GetBytes(text))
            {
                typed.Enqueue(b);
            }
        }
    }

    /// <summary>Waits for a text, and for the end of its line; everything that was seen so far.</summary>
    public string ReadUntil(string text)
    {
        Assert.True(SpinWait.SpinUntil(() => HasWhole(text), TimeSpan.FromMinutes(1)), Seen);
        return Seen;
    }

    public int Read(byte[] buffer)
    {
        lock (typed)
        {
            int count = 0;
            while (count < buffer.Length && typed.TryDequeue(out byte b))
            {
                buffer[count++] = b;
            }

            return count;
        }
    }

    public void Write(byte[] buffer, int count)
    {
        lock (seen)
        {
            seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    private string Seen
    {
        get
        {
            lock (seen)
            {
                return seen.ToString();
            }
        }
    }

    private bool HasWhole(string text)
    {
        string all = Seen;
        int at = all.IndexOf(text, StringComparison.Ordinal);
        return at >= 0 && all.IndexOf('\n', at) >= 0;
    }
}
