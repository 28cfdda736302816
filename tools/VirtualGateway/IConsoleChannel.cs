using System;

namespace ZhiSan.Edge.VirtualGateway;

/// <summary>The cable as the virtual gateway sees it. No call waits, and none throws: a cable that is out gives nothing and takes nothing.</summary>
public interface IConsoleChannel
{
    /// <summary>Bytes arrived, or the cable takes bytes again; raised on any thread.</summary>
    event Action? Ready;

    /// <summary>Takes what has arrived, at most as much as fits; 0 when nothing has.</summary>
    int Read(byte[] buffer);

    /// <summary>Whether <see cref="Write"/> would take bytes now without waiting.</summary>
    bool CanWrite { get; }

    /// <summary>Sends bytes.</summary>
    void Write(byte[] buffer, int count);
}
