namespace ZhiSan.Edge.Device.Configuration;

/// <summary>Pins of an SD card on SPI.</summary>
public sealed class CardConfiguration
{
    /// <summary>Reads <c>card</c>.</summary>
    /// <exception cref="ConfigurationException">A member is wrong.</exception>
    public CardConfiguration(ConfigurationNode node)
    {
        SelectPin = node.Integer("cs", 5, 0, DeviceConfiguration.MaxPin);
        ClockPin = node.Integer("clock", 18, 0, DeviceConfiguration.MaxPin);
        MisoPin = node.Integer("miso", 19, 0, DeviceConfiguration.MaxPin);
        MosiPin = node.Integer("mosi", 23, 0, DeviceConfiguration.MaxPin);
        node.RequireAllRead();
    }

    /// <summary>GPIO that selects the card.</summary>
    public int SelectPin { get; }

    /// <summary>GPIO of the clock.</summary>
    public int ClockPin { get; }

    /// <summary>GPIO from the card.</summary>
    public int MisoPin { get; }

    /// <summary>GPIO to the card.</summary>
    public int MosiPin { get; }
}
