namespace ZhiSan.Edge.DeviceProject;

/// <summary>A nanoFramework target and its pins.</summary>
/// <param name="Target">nanoFramework's name, for example <c>ESP32_REV3</c>.</param>
/// <param name="Chip">Name of its chip.</param>
/// <param name="FlashMegabytes">Flash of the usual module.</param>
/// <param name="ConsoleRx">GPIO on which the console receives.</param>
/// <param name="ConsoleTx">GPIO on which the console sends.</param>
/// <param name="I2cData">GPIO of the I2C data line.</param>
/// <param name="I2cClock">GPIO of the I2C clock line.</param>
/// <param name="OneWireRx">RX of the UART that drives the one-wire bus.</param>
/// <param name="OneWireTx">TX of the UART that drives the one-wire bus.</param>
/// <param name="Rain">GPIO of the rain gauge.</param>
/// <param name="CardSelect">GPIO that selects an SD card.</param>
/// <param name="CardClock">GPIO of the card's clock.</param>
/// <param name="CardMiso">GPIO from the card.</param>
/// <param name="CardMosi">GPIO to the card.</param>
/// <param name="Line">Line in nf.config.</param>
public sealed record NfBoard(
    string Target, string Chip, int FlashMegabytes, int ConsoleRx, int ConsoleTx, int I2cData, int I2cClock, int OneWireRx,
    int OneWireTx, int Rain, int CardSelect, int CardClock, int CardMiso, int CardMosi, int Line)
{
    /// <summary>All pins, with their names.</summary>
    public (string Name, int Pin)[] Pins =>
    [
        ("ConsoleRx", ConsoleRx), ("ConsoleTx", ConsoleTx), ("I2cData", I2cData), ("I2cClock", I2cClock),
        ("OneWireRx", OneWireRx), ("OneWireTx", OneWireTx), ("Rain", Rain),
        ("CardSelect", CardSelect), ("CardClock", CardClock), ("CardMiso", CardMiso), ("CardMosi", CardMosi),
    ];
}
