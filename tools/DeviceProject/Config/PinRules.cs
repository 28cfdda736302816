using System;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Which GPIO cannot be used for what (Espressif's data sheets of ESP32, ESP32-C3 and ESP32-S3).</summary>
internal static class PinRules
{
    /// <summary>Why a pin cannot be used; null when it can.</summary>
    public static string? WhyNot(NfBoard board, string name, int pin)
    {
        string which = $"{name}: GPIO {pin}";
        switch (board.Chip)
        {
            case "esp32":
                if (pin is > 39 or 20 or 24 or (>= 28 and <= 31))
                {
                    return $"{which} does not exist on an ESP32";
                }

                if (pin is >= 6 and <= 11)
                {
                    return $"{which} is the flash's";
                }

                if (pin is 16 or 17 && board.Target.Contains("PSRAM", StringComparison.Ordinal))
                {
                    return $"{which} is the PSRAM's on this module";
                }

                if (pin is 1 or 3)
                {
                    return $"{which} is the debugger's UART";
                }

                return pin >= 34 && name is not ("ConsoleRx" or "Rain" or "OneWireRx") ? $"{which} can only be an input" : null;

            case "esp32c3":
                if (pin > 21)
                {
                    return $"{which} does not exist on an ESP32-C3";
                }

                return pin is >= 12 and <= 17 ? $"{which} is the flash's" : pin is 20 or 21 ? $"{which} is the debugger's UART" : null;

            case "esp32s3":
                if (pin is > 48 or (>= 22 and <= 25))
                {
                    return $"{which} does not exist on an ESP32-S3";
                }

                if (pin is >= 26 and <= 32)
                {
                    return $"{which} is the flash's";
                }

                return pin is >= 33 and <= 37 && board.Target.Contains("OCTAL", StringComparison.Ordinal)
                    ? $"{which} is the octal PSRAM's"
                    : pin is 43 or 44 ? $"{which} is the debugger's UART" : null;

            default:
                return null;
        }
    }
}
