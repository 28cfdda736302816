using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Device.Terminal;

/// <summary>Who can say how the gateway is.</summary>
public interface IStatusSource
{
    /// <summary>Writes a few lines for a person.</summary>
    void Describe(TextBuffer text);

    /// <summary>Asks for a restart: at the next turn of the loop, with everything put down properly.</summary>
    void RequestReboot();
}
