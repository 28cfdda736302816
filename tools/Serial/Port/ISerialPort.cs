using System;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// An open serial port: bytes both ways, nothing interpreted. One thread may read while another writes.
/// </summary>
public interface ISerialPort : IDisposable
{
    /// <summary>The name that it was opened by.</summary>
    string Name { get; }

    /// <summary>Takes what has arrived, waiting for the first byte.</summary>
    /// <param name="buffer">Takes the bytes.</param>
    /// <param name="timeoutMs">Longest wait in milliseconds; 0 does not wait.</param>
    /// <returns>Bytes taken; 0 when none arrived in time.</returns>
    /// <exception cref="SerialHangUpException">The cable is out, or nobody is at the other end.</exception>
    int Read(Span<byte> buffer, int timeoutMs);

    /// <summary>Sends as many bytes as the port takes without waiting.</summary>
    /// <returns>Bytes taken; 0 when its buffer is full.</returns>
    /// <exception cref="SerialHangUpException">The cable is out, or nobody is at the other end.</exception>
    int TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Sends all bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="timeoutMs">Longest wait for room, in milliseconds.</param>
    /// <exception cref="SerialHangUpException">The cable is out, or nobody is at the other end.</exception>
    /// <exception cref="SerialException">The port took no bytes in time.</exception>
    void Write(ReadOnlySpan<byte> bytes, int timeoutMs);
}
