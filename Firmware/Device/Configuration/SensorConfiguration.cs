namespace ZhiSan.Edge.Device.Configuration;

/// <summary>One sensor: which part, and how it is connected. What a part does not use stays at its default.</summary>
public sealed class SensorConfiguration
{
    /// <summary>The part that needs no hardware.</summary>
    public const string Demo = "demo";

    private const int MaxI2cAddress = 0x77;
    private const int MaxAdcChannel = 19;
    private const int MaxAdcRaw = 4095;
    private const int MaxTipMicrometres = 5000;
    private const int MaxDividerPermille = 20000;

    /// <summary>Reads an element of <c>sensors</c>.</summary>
    /// <exception cref="ConfigurationException">A member is wrong.</exception>
    public SensorConfiguration(ConfigurationNode node, int defaultPeriodSeconds)
    {
        Type = node.RequiredText("type", "demo, sht3x, sht4x, bh1750, scd4x, ds18b20, soil, battery or rain");
        Name = node.Text("name", string.Empty);
        PeriodSeconds = node.Integer("periodSeconds", defaultPeriodSeconds, 1, DeviceConfiguration.MaxPeriodSeconds);
        switch (Type)
        {
            case Demo:
                Seed = node.Integer("seed", 1, 0, int.MaxValue);
                Channels = node.Integer("channels", 4, 1, 6);
                break;

            case "sht3x":
            case "sht4x":
                Address = node.Integer("address", 0x44, 0x44, 0x46);
                break;

            case "bh1750":
                Address = node.Integer("address", 0x23, 1, MaxI2cAddress);
                break;

            case "scd4x":
                Address = node.Integer("address", 0x62, 1, MaxI2cAddress);
                break;

            case "ds18b20":
                break;

            case "soil":
                AdcChannel = node.Integer("adc", 0, 0, MaxAdcChannel);
                DryRaw = node.Integer("dry", 3000, 0, MaxAdcRaw);
                WetRaw = node.Integer("wet", 1200, 0, MaxAdcRaw);
                if (DryRaw == WetRaw)
                {
                    throw node.Wrong("dry", "and wet must differ: they are the raw readings in dry air and in water");
                }

                break;

            case "battery":
                AdcChannel = node.Integer("adc", 0, 0, MaxAdcChannel);
                DividerPermille = node.Integer("dividerPermille", 2000, 1000, MaxDividerPermille);
                break;

            case "rain":
                Pin = node.Integer("pin", BuildDefaults.RainPin, 0, DeviceConfiguration.MaxPin);
                TipMicrometres = node.Integer("tipMicrometres", 200, 1, MaxTipMicrometres);
                break;

            default:
                throw node.Wrong("type", "is no part that this firmware knows");
        }

        node.RequireAllRead();
    }

    /// <summary>Which part.</summary>
    public string Type { get; }

    /// <summary>What its channels' names begin with; empty for the part's own default.</summary>
    public string Name { get; }

    /// <summary>Distance between measurements, in seconds.</summary>
    public int PeriodSeconds { get; }

    /// <summary>I2C address.</summary>
    public int Address { get; }

    /// <summary>ADC channel.</summary>
    public int AdcChannel { get; }

    /// <summary>Raw ADC reading of the soil probe in dry air.</summary>
    public int DryRaw { get; }

    /// <summary>Raw ADC reading of the soil probe in water.</summary>
    public int WetRaw { get; }

    /// <summary>Battery voltage over the voltage at the pin, in thousandths: 2000 for two equal resistors.</summary>
    public int DividerPermille { get; }

    /// <summary>GPIO of the rain gauge.</summary>
    public int Pin { get; }

    /// <summary>Rain of one tip of the bucket, in micrometres: 200 for 0.2 mm.</summary>
    public int TipMicrometres { get; }

    /// <summary>Seed of the demo garden.</summary>
    public int Seed { get; }

    /// <summary>Channels of the demo garden.</summary>
    public int Channels { get; }
}
