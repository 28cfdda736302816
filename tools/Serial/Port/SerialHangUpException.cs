namespace ZhiSan.Edge.Serial;

/// <summary>The other end is gone: the cable was pulled, or the program there ended. The port is to be closed and opened again.</summary>
/// <param name="name">The port.</param>
public sealed class SerialHangUpException(string name) : SerialException($"{name}: the cable is out; plug it in again");
