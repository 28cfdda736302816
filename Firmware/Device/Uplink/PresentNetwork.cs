using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>A network that somebody else keeps up: the interpreter on a PC, or Ethernet.</summary>
public sealed class PresentNetwork : INetwork
{
    /// <inheritdoc/>
    public int RssiDbm => 0;

    /// <inheritdoc/>
    public bool HasRadio => false;

    /// <inheritdoc/>
    public int Scan(string[] names, int[] strengths) => 0;

    /// <inheritdoc/>
    public bool TryBringUp(bool suspect, out byte cause, out string detail)
    {
        cause = IncidentCause.Ip;
        detail = string.Empty;
        return true;
    }

    /// <inheritdoc/>
    public void KeepClock()
    {
    }
}
