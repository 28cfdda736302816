// Written from nf.config by `zhisan nfconfig write`: do not edit.
namespace ZhiSan.Edge.Device;

/// <summary>What nf.config says, as constants.</summary>
public static class BuildDefaults
{
    /// <summary>Version of this firmware.</summary>
    public const string FirmwareVersion = "0.1.0";

    /// <summary>nanoFramework target that the pins below belong to.</summary>
    public const string Target = "ESP32_REV3";

    /// <summary>Folder of configuration, panic text and journal.</summary>
    public const string StorageRoot = "I:\\";

    /// <summary>Folder of the journal on an SD card.</summary>
    public const string CardRoot = "D:\\";

    /// <summary>Segments that the module's flash holds beside all else.</summary>
    public const int Segments = 11;

    /// <summary>UART of the console.</summary>
    public const string ConsolePort = "COM2";

    /// <summary>The console's bits per second.</summary>
    public const int ConsoleBaud = 115200;

    /// <summary>GPIO on which the console receives.</summary>
    public const int ConsoleRxPin = 16;

    /// <summary>GPIO on which the console sends.</summary>
    public const int ConsoleTxPin = 17;

    /// <summary>GPIO of the I2C data line.</summary>
    public const int I2cDataPin = 21;

    /// <summary>GPIO of the I2C clock line.</summary>
    public const int I2cClockPin = 22;

    /// <summary>RX of the UART that drives the one-wire bus.</summary>
    public const int OneWireRxPin = 25;

    /// <summary>TX of the UART that drives the one-wire bus.</summary>
    public const int OneWireTxPin = 26;

    /// <summary>GPIO of the rain gauge.</summary>
    public const int RainPin = 27;

    /// <summary>GPIO that selects the SD card.</summary>
    public const int CardSelectPin = 5;

    /// <summary>GPIO of the SD card's clock.</summary>
    public const int CardClockPin = 18;

    /// <summary>GPIO from the SD card.</summary>
    public const int CardMisoPin = 19;

    /// <summary>GPIO to the SD card.</summary>
    public const int CardMosiPin = 23;
}
