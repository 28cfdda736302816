using System.Threading;

namespace ZhiSan.Edge.Serial;

/// <summary>Asks a gateway over its cable how many records the platform does not have, before something erases them.</summary>
public static class GatewayBacklog
{
    private const int SilenceMs = 600;

    /// <summary>Records not acknowledged; null when nobody answers, so that there may be any number.</summary>
    /// <param name="port">The serial port of the gateway's console.</param>
    /// <param name="stop">Ends the wait.</param>
    public static long? Ask(string port, CancellationToken stop = default)
    {
        try
        {
            using ISerialPort open = SerialPortOpener.Open(port);
            var client = new MachineClient(open, stop);
            client.Greet(SilenceMs);
            MachineReply reply = client.Ask("buffer");
            long backlog = reply.Number("appended", -1) - reply.Number("acked", 0);
            return reply.Ok && backlog >= 0 ? backlog : null;
        }
        catch (SerialException)
        {
            return null;
        }
    }
}
