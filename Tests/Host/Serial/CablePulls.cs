using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>
/// Which bytes the cable is pulled at: every so many-th, beginning at one drawn from a fixed seed, or with ZHISAN_CABLE=all every one.
/// </summary>
internal static class CablePulls
{
    private const int Seed = 6;
    private const int NoticeMs = 5000;

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("ZHISAN_CABLE") == "all";

    /// <summary>Positions of one session, the bytes to the gateway first: how many are read and written before the cable is out.</summary>
    public static IEnumerable<(int Reads, int Writes)> Of(int bytesRead, int bytesWritten, int samples)
    {
        int total = bytesRead + bytesWritten;
        int step = Math.Max(1, total / samples);
        for (int at = step == 1 ? 0 : new Random(Seed).Next(step); at < total; at += step)
        {
            yield return at < bytesWritten ? (int.MaxValue, at) : (at - bytesWritten, int.MaxValue);
        }
    }

    /// <summary>A cable that is pulled once and is there again at once.</summary>
    public static GatewayCable Cable(string port, int reads, int writes, List<CuttingPort> opened) => new(() =>
    {
        bool isFirst = opened.Count == 0;
        var cutting = new CuttingPort(
            SerialPortOpener.Open(port), isFirst ? reads : int.MaxValue, isFirst ? writes : int.MaxValue);
        opened.Add(cutting);
        return cutting;
    });

    /// <summary>A cable that is pulled once and stays out until the gateway has found nobody at its other end.</summary>
    public static GatewayCable Cable(GatewayOnCable gateway, int reads, int writes, bool isNoticed, List<CuttingPort> opened)
    {
        int absences = 0;
        return new GatewayCable(() =>
        {
            bool isFirst = opened.Count == 0;
            if (!isFirst && isNoticed && !SpinWait.SpinUntil(() => gateway.Absences > absences, NoticeMs))
            {
                throw new TimeoutException("the gateway does not see that the cable is out");
            }

            var cutting = new CuttingPort(
                SerialPortOpener.Open(gateway.Port), isFirst ? reads : int.MaxValue, isFirst ? writes : int.MaxValue);
            absences = gateway.Absences;
            opened.Add(cutting);
            return cutting;
        });
    }

    public static string PortOf(string firstLine)
    {
        int start = firstLine.IndexOf("/dev/", StringComparison.Ordinal);
        return firstLine[start..firstLine.IndexOf(':', start)];
    }

    public static string Name(int reads, int writes) => string.Create(
        CultureInfo.InvariantCulture, $"pulled after {(reads == int.MaxValue ? writes : reads)} bytes {(reads == int.MaxValue ? "to" : "from")} the gateway");
}
