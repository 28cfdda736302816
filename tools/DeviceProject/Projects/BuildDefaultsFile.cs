using System;
using System.Text;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Firmware/Device/BuildDefaults.cs: what the firmware knows of nf.config.</summary>
internal static class BuildDefaultsFile
{
    /// <summary>The file, relative to the solution.</summary>
    public const string Name = "Firmware/Device/BuildDefaults.cs";

    /// <summary>Its whole text.</summary>
    /// <exception cref="NfConfigException">The target is not among the boards.</exception>
    public static string Render(NfConfig config)
    {
        NfBoard board = config.FindBoard(config.Target)
            ?? throw new NfConfigException($"{NfConfig.FileName}: target {config.Target} is unknown");
        NfModule module = config.FindModule(board.FlashMegabytes)
            ?? throw new NfConfigException($"{NfConfig.FileName}: no module of {board.FlashMegabytes} MB");
        StringBuilder text = new();
        text.Append("// Written from nf.config by `zhisan nfconfig write`: do not edit.\nnamespace ZhiSan.Edge.Device;\n\n");
        text.Append("/// <summary>What nf.config says, as constants.</summary>\npublic static class BuildDefaults\n{\n");
        Constant(text, "Version of this firmware.", "FirmwareVersion", config.Version);
        Constant(text, "nanoFramework target that the pins below belong to.", "Target", config.Target);
        Constant(text, "Folder of configuration, panic text and journal.", "StorageRoot", config.Storage);
        Constant(text, "Folder of the journal on an SD card.", "CardRoot", config.CardStorage);
        Constant(text, "Segments that the module's flash holds beside all else.", "Segments", module.Segments);
        Constant(text, "UART of the console.", "ConsolePort", config.ConsolePort);
        Constant(text, "The console's bits per second.", "ConsoleBaud", config.ConsoleBaud);
        Constant(text, "GPIO on which the console receives.", "ConsoleRxPin", board.ConsoleRx);
        Constant(text, "GPIO on which the console sends.", "ConsoleTxPin", board.ConsoleTx);
        Constant(text, "GPIO of the I2C data line.", "I2cDataPin", board.I2cData);
        Constant(text, "GPIO of the I2C clock line.", "I2cClockPin", board.I2cClock);
        Constant(text, "RX of the UART that drives the one-wire bus.", "OneWireRxPin", board.OneWireRx);
        Constant(text, "TX of the UART that drives the one-wire bus.", "OneWireTxPin", board.OneWireTx);
        Constant(text, "GPIO of the rain gauge.", "RainPin", board.Rain);
        Constant(text, "GPIO that selects the SD card.", "CardSelectPin", board.CardSelect);
        Constant(text, "GPIO of the SD card's clock.", "CardClockPin", board.CardClock);
        Constant(text, "GPIO from the SD card.", "CardMisoPin", board.CardMiso);
        Constant(text, "GPIO to the SD card.", "CardMosiPin", board.CardMosi);
        text.Length--;
        return text.Append("}\n").ToString();
    }

    private static void Constant(StringBuilder text, string summary, string name, string value) =>
        Constant(text, summary, "string", name, "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal) + "\"");

    private static void Constant(StringBuilder text, string summary, string name, int value) =>
        Constant(text, summary, "int", name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static void Constant(StringBuilder text, string summary, string type, string name, string value) =>
        text.Append($"    /// <summary>{summary}</summary>\n    public const {type} {name} = {value};\n\n");
}
