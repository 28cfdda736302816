using System;
using System.Collections.Generic;
using System.Globalization;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>Which bytes the cable is pulled at: a sample spread over the session, or with ZHISAN_CABLE=all every one.</summary>
internal static class CablePulls
{
    public static IEnumerable<(int Reads, int Writes)> Of(int bytesRead, int bytesWritten, int samples)
    {
        bool all = Environment.GetEnvironmentVariable("ZHISAN_CABLE") == "all";
        int total = bytesRead + bytesWritten;
        int step = all ? 1 : Math.Max(1, total / samples);
        for (int at = step / 2; at < total; at += step)
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

    public static string PortOf(string firstLine)
    {
        int start = firstLine.IndexOf("/dev/", StringComparison.Ordinal);
        return firstLine[start..firstLine.IndexOf(':', start)];
    }

    public static string Name(int reads, int writes) => string.Create(
        CultureInfo.InvariantCulture, $"pulled after {(reads == int.MaxValue ? writes : reads)} bytes {(reads == int.MaxValue ? "to" : "from")} the gateway");
}
