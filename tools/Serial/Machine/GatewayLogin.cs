namespace ZhiSan.Edge.Serial;

/// <summary>Logs in with a PIN that is never shown.</summary>
public static class GatewayLogin
{
    /// <summary>The PIN of a gateway in factory state.</summary>
    public const string FactoryPin = "123456";

    /// <summary>Logs in.</summary>
    /// <param name="client">The client.</param>
    /// <param name="pin">The PIN.</param>
    /// <exception cref="SerialException">It is wrong, or the gateway makes one wait after wrong ones.</exception>
    public static void Enter(MachineClient client, string pin)
    {
        MachineReply reply = client.Ask("login " + pin);
        if (!reply.Ok)
        {
            throw new SerialException($"the gateway does not let us in: {reply.Error}; {reply.Hint}");
        }
    }
}
