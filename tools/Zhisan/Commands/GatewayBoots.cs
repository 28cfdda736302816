using System;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>A virtual gateway from one restart to the next: each boot is put together anew from what is on the flash.</summary>
internal static class GatewayBoots
{
    /// <summary>Runs until told to stop, or until a boot ends by itself and asks for no other.</summary>
    /// <param name="clock">The first boot's clock.</param>
    /// <param name="boot">Puts a gateway together.</param>
    /// <param name="end">Told about the last boot, and whether it could run.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What <paramref name="end"/> gave.</returns>
    public static async Task<T> RunAsync<T>(
        VirtualClock clock, Func<VirtualClock, VirtualGatewayHost> boot, Func<VirtualGatewayHost, bool, T> end, CancellationToken stop)
    {
        while (true)
        {
            using VirtualGatewayHost host = boot(clock);
            bool ran = await host.RunAsync(stop);
            if (!ran || !host.RebootAsked || stop.IsCancellationRequested)
            {
                return end(host, ran);
            }

            // The monotonic clock of a device begins anew with each boot.
            clock = VirtualClock.StartingAt(clock.Speed, clock.UtcMs);
        }
    }
}
