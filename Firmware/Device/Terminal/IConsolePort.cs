namespace ZhiSan.Edge.Device.Terminal;

/// <summary>Bytes to and from a person's terminal. Neither call waits for the person.</summary>
public interface IConsolePort
{
    /// <summary>Takes what has arrived, at most as much as fits; 0 when nothing has.</summary>
    int Read(byte[] buffer);

    /// <summary>Sends bytes.</summary>
    void Write(byte[] buffer, int count);
}
