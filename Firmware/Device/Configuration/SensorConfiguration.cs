using System;
using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>
/// One sensor, from a line like <c>sht3x address=68 period=60</c>: which part, and how it is connected. What a part does not use
/// stays at its default.
/// </summary>
public sealed class SensorConfiguration
{
    private const int MaxPeriodSeconds = 86400;

    /// <summary>Which part.</summary>
    public readonly string Type;

    /// <summary>What its channels' names begin with; empty for the part's own default.</summary>
    public readonly string Name = string.Empty;

    /// <summary>Distance between measurements, in seconds.</summary>
    public readonly int PeriodSeconds;

    /// <summary>I2C address.</summary>
    public readonly int Address;

    /// <summary>ADC channel.</summary>
    public readonly int AdcChannel;

    /// <summary>Raw ADC reading of the soil probe in dry air.</summary>
    public readonly int DryRaw = 3000;

    /// <summary>Raw ADC reading of the soil probe in water.</summary>
    public readonly int WetRaw = 1200;

    /// <summary>Battery voltage over the voltage at the pin, in thousandths: 2000 for two equal resistors.</summary>
    public readonly int DividerPermille = 2000;

    /// <summary>GPIO of the rain gauge.</summary>
    public readonly int Pin = BuildDefaults.RainPin;

    /// <summary>Rain of one tip of the bucket, in micrometres: 200 for 0.2 mm.</summary>
    public readonly int TipMicrometres = 200;

    /// <summary>Seed of the demo garden.</summary>
    public readonly int Seed = 1;

    /// <summary>Channels of the demo garden.</summary>
    public readonly int Channels = 4;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, not empty.</param>
    /// <param name="defaultPeriodSeconds">Distance between measurements when the line does not say.</param>
    /// <exception cref="Exception">A setting is unknown or out of its range; the message says what to write.</exception>
    public SensorConfiguration(string line, int defaultPeriodSeconds)
    {
        Type = CommandLine.Word(line, 0);
        PeriodSeconds = defaultPeriodSeconds;
        Address = Type == "bh1750" ? 0x23 : Type == "scd4x" ? 0x62 : 0x44;
        for (int i = CommandLine.Count(line) - 1; i > 0; i--)
        {
            string pair = CommandLine.Word(line, i);
            int equals = pair.IndexOf('=');
            string value = pair.Substring(equals + 1);
            switch (equals < 0 ? pair : pair.Substring(0, equals))
            {
                case "name": Name = value; break;
                case "period": PeriodSeconds = Number(pair, value, 1, MaxPeriodSeconds); break;
                case "address": Address = Number(pair, value, 1, 0x77); break;
                case "adc": AdcChannel = Number(pair, value, 0, 19); break;
                case "dry": DryRaw = Number(pair, value, 0, 4095); break;
                case "wet": WetRaw = Number(pair, value, 0, 4095); break;
                case "divider": DividerPermille = Number(pair, value, 1000, 20000); break;
                case "pin": Pin = Number(pair, value, 0, 48); break;
                case "tip": TipMicrometres = Number(pair, value, 1, 5000); break;
                case "seed": Seed = Number(pair, value, 0, int.MaxValue); break;
                case "channels": Channels = Number(pair, value, 1, 6); break;
                default: throw new Exception(pair + " is no setting of a sensor");
            }
        }

        if (DryRaw == WetRaw)
        {
            throw new Exception("dry and wet must differ: raw readings in dry air and in water");
        }
    }

    private static int Number(string pair, string value, int min, int max)
    {
        long number = CommandLine.Number(value, int.MaxValue);
        return number >= min && number <= max
            ? (int)number
            : throw new Exception(pair + " must be " + min.ToString() + " to " + max.ToString());
    }
}
