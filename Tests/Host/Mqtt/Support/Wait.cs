using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>
/// Waiting for things that must happen. The limit only ends a test that would otherwise hang; nothing is measured.
/// </summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        var since = Stopwatch.StartNew();
        while (!holds())
        {
            if (since.Elapsed > Limit)
            {
                throw new TimeoutException($"Never happened: {what}.");
            }

            await Task.Delay(10);
        }
    }
}
