using System;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>A port whose cable is pulled after so many bytes: what is under way then is lost, and the other end sees a real hang-up.</summary>
internal sealed class CuttingPort(ISerialPort port, int readsLeft, int writesLeft) : ISerialPort
{
    public int BytesRead { get; private set; }

    public int BytesWritten { get; private set; }

    public string Name => port.Name;

    public int Read(Span<byte> buffer, int timeoutMs)
    {
        int room = readsLeft - BytesRead;
        if (room == 0)
        {
            throw Cut();
        }

        int count = port.Read(buffer[..Math.Min(room, buffer.Length)], timeoutMs);
        BytesRead += count;
        return count;
    }

    public int TryWrite(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    public void Write(ReadOnlySpan<byte> bytes, int timeoutMs)
    {
        int count = Math.Min(bytes.Length, writesLeft - BytesWritten);
        port.Write(bytes[..count], timeoutMs);
        BytesWritten += count;
        if (count < bytes.Length)
        {
            throw Cut();
        }
    }

    public void Dispose() => port.Dispose();

    private SerialHangUpException Cut()
    {
        port.Dispose();
        return new SerialHangUpException(Name);
    }
}
