using System;
using System.CommandLine;
using System.IO;
using System.Text;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>What the commands over the serial cable have in common: which port, which speed, and the PIN, which is never an argument.</summary>
internal static class CableOptions
{
    private const string PinVariable = "ZHISAN_PIN";

    public static Option<string?> Port() => new("--port") { Description = "Serial port of the gateway's console; found by itself when there is only one." };

    public static Option<int> Baud() => new("--baud") { Description = "Speed in bits per second.", DefaultValueFactory = _ => SerialPortOpener.ConsoleBaud };

    public static Option<FileInfo?> PinFile() => new("--pin-file")
    {
        Description = $"File with the gateway's PIN; without it, the variable {PinVariable}, else it is asked for.",
    };

    public static Option<int> Patience() => new("--patience")
    {
        Description = "Seconds to wait for a cable that fell out.", DefaultValueFactory = _ => 300,
    };

    /// <summary>The port that was named, or the only one there is.</summary>
    /// <exception cref="CliException">There is none, or more than one.</exception>
    public static string FindPort(string? named)
    {
        try
        {
            return named ?? SerialPorts.FindOneIn("/dev");
        }
        catch (FlashException none)
        {
            throw new CliException(none.Message);
        }
    }

    /// <summary>Reads the PIN when it is needed first; never shows it.</summary>
    /// <exception cref="CliException">There is none to be had.</exception>
    public static Func<string> Pin(FileInfo? file)
    {
        string? pin = null;
        return () => pin ??= Check(file != null ? File.ReadAllText(file.FullName).Trim()
            : Environment.GetEnvironmentVariable(PinVariable) ?? Prompt());
    }

    private static string Check(string pin)
    {
        bool isPin = pin.Length is >= 6 and <= 16 && pin.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
        return isPin ? pin : throw new CliException("a PIN has 6 to 16 letters or digits");
    }

    private static string Prompt()
    {
        if (Console.IsInputRedirected)
        {
            throw new CliException($"the gateway's PIN is needed: --pin-file FILE, or the variable {PinVariable}");
        }

        Console.Error.Write("PIN: ");
        var typed = new StringBuilder();
        for (ConsoleKeyInfo key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
