using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>nanoff's failures in a technician's words.</summary>
public static partial class NanoffErrors
{
    private const string CheckCable =
        "check the cable (some only charge), the port, and that no other program has it open; hold BOOT while it connects";

    [GeneratedRegex(@"\bE(\d{4})\b")]
    private static partial Regex Code { get; }

    /// <summary>What went wrong and what to do; null when the step worked.</summary>
    /// <param name="step">What was called.</param>
    /// <param name="result">What it came to.</param>
    public static string? Explain(FlashStep step, NanoffResult result)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(result);
        if (result.ExitCode == 0)
        {
            return step.Kind == FlashStepKind.Files ? ExplainFiles(step, result.Output) : null;
        }

        // On Linux an exit code has eight bits: the text says which it was.
        int code = Code.Matches(result.Output).Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .LastOrDefault(result.ExitCode);
        return $"{Meaning(code)} (nanoff E{code}, exit code {result.ExitCode})";
    }

    private static string Meaning(int code) => code switch
    {
        2000 or 2001 => "the device does not answer: " + CheckCable,
        2002 => "nanoCLR on the device does not answer: press its reset button and try again; if that does not help, flash nanoCLR",
        2003 => "files could not be put onto the device: press its reset button and try again",
        4000 or 4001 or 4002 => "the ESP32 does not answer: " + CheckCable,
        4003 or 4004 or 4005 => "writing the flash failed: try again with another cable or USB port; if it stays, the module is broken",
        6001 => "nanoff was given no port: name it with --port",
        6002 => "the port is in use: close the serial monitor, Visual Studio or another zhisan",
        9000 => "nanoff does not know these options: version 2.5.x is needed, 3.x has others (dotnet tool update -g nanoff --version 2.5.162)",
        9008 => "nanoff does not find the image: build Firmware.nfproj in Release",
        9009 => "nanoff does not accept the address: check DeployAddress in nf.config",
        _ => "nanoff failed: its last lines above say why",
    };

    // nanoff goes on after a file that failed and exits with 0: only what it says of each file counts.
    private static string? ExplainFiles(FlashStep step, string output)
    {
        foreach (FlashFile file in step.Files)
        {
            string[] about = [.. output.Split('\n').Where(l => l.Contains(file.Destination, StringComparison.OrdinalIgnoreCase))];
            bool failed = about.Any(l => l.Contains("Error", StringComparison.OrdinalIgnoreCase)
                || l.Contains("Exception", StringComparison.OrdinalIgnoreCase));
            if (failed || !about.Any(l => l.TrimEnd().EndsWith("OK", StringComparison.Ordinal)))
            {
                return $"{file.Destination} was not written, although nanoff reports success: "
                    + "press the device's reset button and try again; if it stays, the storage is full or broken";
            }
        }

        return null;
    }
}
