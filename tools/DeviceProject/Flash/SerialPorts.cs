using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Finds the port that the device is on.</summary>
public static partial class SerialPorts
{
    [GeneratedRegex(@"\bCOM\d+\b|/dev/\S+")]
    private static partial Regex PortName { get; }

    /// <summary>The one port there is.</summary>
    /// <param name="nanoff">Asked where the system has no folder of devices.</param>
    /// <exception cref="FlashException">There is none, or more than one.</exception>
    public static string FindOne(Nanoff nanoff)
    {
        ArgumentNullException.ThrowIfNull(nanoff);
        return OperatingSystem.IsLinux() ? FindOneIn("/dev") : Only(Listed(nanoff.Run(["--listports"], _ => { }).Output));
    }

    /// <summary>The one USB serial port in a folder of devices.</summary>
    /// <exception cref="FlashException">There is none, or more than one.</exception>
    public static string FindOneIn(string folder) =>
        Only([.. Directory.EnumerateFileSystemEntries(folder)
            .Where(p => Path.GetFileName(p) is { } n
                && (n.StartsWith("ttyUSB", StringComparison.Ordinal) || n.StartsWith("ttyACM", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)]);

    /// <summary>Ports named in what nanoff lists.</summary>
    public static IReadOnlyList<string> Listed(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return [.. PortName.Matches(output).Select(m => m.Value).Distinct()];
    }

    private static string Only(IReadOnlyList<string> ports) => ports.Count switch
    {
        1 => ports[0],
        0 => throw new FlashException(
            "no device found: plug it in with a data cable, install the USB serial driver (CP210x or CH340), or name the port with --port"),
        _ => throw new FlashException($"several devices: name one with --port ({string.Join(", ", ports)})"),
    };
}
