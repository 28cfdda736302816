using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZhiSan.Edge.Serial;

/// <summary>An open terminal device, never blocking: waiting is done in <c>poll</c>, which also tells of a hang-up.</summary>
internal sealed class TerminalFile(SafeFileHandle file, string name) : IDisposable
{
    public SafeFileHandle Handle => file;

    public string Name => name;

    /// <summary>Whether somebody is at the other end.</summary>
    public bool IsConnected => (Poll(0, 0) & (LinuxCalls.PollHangUp | LinuxCalls.PollError | LinuxCalls.PollInvalid)) == 0;

    public int Read(Span<byte> buffer, int timeoutMs)
    {
        short found = Poll(LinuxCalls.PollIn, timeoutMs);
        if (found == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        // What came before a hang-up is read first.
        if ((found & LinuxCalls.PollIn) == 0)
        {
            throw new SerialHangUpException(name);
        }

        nint count = LinuxCalls.Read(file, ref MemoryMarshal.GetReference(buffer), buffer.Length);
        if (count > 0)
        {
            return (int)count;
        }

        return count < 0 && IsPassing(LinuxCalls.Error) ? 0 : throw new SerialHangUpException(name);
    }

    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        if (!IsConnected)
        {
            throw new SerialHangUpException(name);
        }

        nint count = LinuxCalls.Write(file, ref MemoryMarshal.GetReference(bytes), bytes.Length);
        if (count >= 0)
        {
            return (int)count;
        }

        return IsPassing(LinuxCalls.Error) ? 0 : throw new SerialHangUpException(name);
    }

    public void Write(ReadOnlySpan<byte> bytes, int timeoutMs)
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            bytes = bytes[TryWrite(bytes)..];
            if (bytes.IsEmpty)
            {
                return;
            }

            int left = timeoutMs - (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            if (left <= 0)
            {
                throw new SerialException($"{name} takes no bytes: is the right device on it?");
            }

            Poll(LinuxCalls.PollOut, left);
        }
    }

    public void Dispose() => file.Dispose();

    private static bool IsPassing(int error) => error is LinuxCalls.TryAgain or LinuxCalls.Interrupted;

    private short Poll(short asked, int timeoutMs)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            long begun = Stopwatch.GetTimestamp();
            var request = new LinuxCalls.PollRequest { File = (int)file.DangerousGetHandle(), Asked = asked };
            int left = timeoutMs;
            while (LinuxCalls.Poll(ref request, 1, left) < 0 && LinuxCalls.Error == LinuxCalls.Interrupted)
            {
                left = Math.Max(0, timeoutMs - (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return request.Found;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }
}
