using System;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.DeviceProject;

/// <summary>What is wrong in nf.config is said with its line and with what to write, before it shows on a ladder.</summary>
public sealed class NfConfigTests
{
    private static readonly string Good = File.ReadAllText(Path.Combine(Repository.Root, NfConfig.FileName));

    [Fact]
    public void Config_of_the_project_is_good() => Assert.Empty(Load(Good).Validate());

    [Theory]
    [InlineData("<ZhiSanVersion>0.1.0<", "<ZhiSanVersion>0.1<", "three numbers")]
    [InlineData("<ZhiSanTarget>ESP32_REV3<", "<ZhiSanTarget>ESP32_REV9<", "write one of ESP32_REV3")]
    [InlineData("<ZhiSanNanoClr>latest<", "<ZhiSanNanoClr>1.17<", "four numbers")]
    [InlineData("<ZhiSanNanoff>2.5.162<", "<ZhiSanNanoff>3.0.0<", "nanoff 3 has other options")]
    [InlineData("<ZhiSanLangVersion>10.0<", "<ZhiSanLangVersion>11.0<", "must be 10.0")]
    [InlineData("<ZhiSanStorage>I:\\<", "<ZhiSanStorage>C:\\<", "folder on I: or D:")]
    [InlineData("I:\\c0", "D:\\c0", "nanoff puts files nowhere else")]
    [InlineData("<ZhiSanCardStorage>D:\\<", "<ZhiSanCardStorage>I:\\<", "folder on D:")]
    [InlineData("CardSelect=\"5\"", "CardSelect=\"16\"", "share GPIO 16")]
    [InlineData("<ZhiSanPeriodSeconds>60<", "<ZhiSanPeriodSeconds>0<", "1 to 86400")]
    [InlineData("<ZhiSanPeriodSeconds>60<", "<ZhiSanPeriodSeconds>one<", "whole number")]
    [InlineData("pool.ntp.org", "not a host", "name of a time server")]
    [InlineData("<ZhiSanConsolePort>COM2<", "<ZhiSanConsolePort>COM1<", "belongs to the debugger")]
    [InlineData("<ZhiSanConsoleBaud>115200<", "<ZhiSanConsoleBaud>115<", "1200 to 921600")]
    [InlineData("Include=\"4\" ConfigPartitionKilobytes", "Include=\"5\" ConfigPartitionKilobytes", "2, 4, 8 or 16 MB")]
    [InlineData("ConfigPartitionKilobytes=\"256\" Segments=\"11\"", "ConfigPartitionKilobytes=\"256\" Segments=\"12\"", "at most 11")]
    [InlineData("ConfigPartitionKilobytes=\"256\" Segments=\"11\"", "ConfigPartitionKilobytes=\"256\" Segments=\"2\"", "at least 3")]
    [InlineData("\"esp32\" DeployAddress=\"0x1E0000\"", "\"esp32\" DeployAddress=\"0x1B0000\"", "nanoff's own default and wrong for this chip")]
    [InlineData("DeployAddress=\"0x1E0000\"", "DeployAddress=\"0x1E0001\"", "multiple of 0x10000")]
    [InlineData("DeployAddress=\"0x1E0000\"", "DeployAddress=\"1966080\"", "hexadecimal")]
    [InlineData("\"ESP32_REV3\" Chip=\"esp32\"", "\"ESP32_REV3\" Chip=\"esp8266\"", "is not among the chips")]
    [InlineData("\"ESP32_REV3\" Chip=\"esp32\" FlashMegabytes=\"4\"", "\"ESP32_REV3\" Chip=\"esp32\" FlashMegabytes=\"2\"", "is not among the modules")]
    [InlineData("ConsoleRx=\"16\"", "ConsoleRx=\"17\"", "share GPIO 17")]
    [InlineData("ConsoleRx=\"16\"", "ConsoleRx=\"6\"", "GPIO 6 is the flash's")]
    [InlineData("ConsoleTx=\"17\"", "ConsoleTx=\"34\"", "can only be an input")]
    [InlineData("ConsoleRx=\"32\" ConsoleTx=\"33\"", "ConsoleRx=\"16\" ConsoleTx=\"33\"", "the PSRAM's")]
    [InlineData("ConsoleRx=\"4\"", "ConsoleRx=\"22\"", "does not exist on an ESP32-C3")]
    [InlineData("Version=\"1.17.11\"", "Version=\"1.17.*\"", "one exact version")]
    [InlineData("Projects=\"Library;CoreLibrary;Firmware;Tests\"", "Projects=\"Firmwear\"", "not 'Firmwear'")]
    [InlineData("Include=\"nanoFramework.CoreLibrary\"", "Include=\"nanoFramework.Corelibrary\"", "nothing compiles without mscorlib")]
    [InlineData("Include=\"nanoFramework.Device.OneWire\"", "Include=\"nanoFramework.UnitsNet.Power\"", "use one family")]
    [InlineData("Include=\"nanoFramework.Device.OneWire\"", "Include=\"nanoFramework.M2Mqtt\"", "is given twice")]
    [InlineData("<ZhiSanSntpServer>pool.ntp.org</ZhiSanSntpServer>", "", "is missing: add <ZhiSanSntpServer>")]
    public void Mistake_is_found_with_its_line_and_what_to_write(string good, string bad, string expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        string text = Replace(Good, good, bad);

        NfProblem? problem = Load(text).Validate().FirstOrDefault(p => p.Message.Contains(expected, StringComparison.Ordinal));

        Assert.True(problem is not null, string.Join('\n', Load(text).Validate()));
        bool wholeFile = bad.Length == 0 || expected.Contains("mscorlib", StringComparison.Ordinal);
        bool atLine = expected.Contains("twice", StringComparison.Ordinal) || expected.Contains("family", StringComparison.Ordinal);
        Assert.Equal(wholeFile, problem.Line == 0);
        Assert.True(wholeFile || atLine || Array.FindIndex(text.Split('\n'), l => l.Contains(bad, StringComparison.Ordinal)) + 1 == problem.Line, problem.ToString());
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        string text = Replace(Replace(Good, "<ZhiSanVersion>0.1.0<", "<ZhiSanVersion>x<"), "<ZhiSanConsolePort>COM2<", "<ZhiSanConsolePort>COM9<");

        Assert.Equal(2, Load(text).Validate().Count);
    }

    [Fact]
    public void File_that_is_not_there_or_no_XML_says_what_to_do()
    {
        Assert.Contains("run this in the solution's folder", Assert.Throws<NfConfigException>(() => NfConfig.Load("/no/nf.config")).Message,
            StringComparison.Ordinal);
        Assert.Contains(":3: not XML", Assert.Throws<NfConfigException>(() => Load("<Project>\n<a>\n</Project>")).Message, StringComparison.Ordinal);
        Assert.Contains("<Project>", Assert.Throws<NfConfigException>(() => Load("<Other />")).Message, StringComparison.Ordinal);
    }

    private static string Replace(string text, string old, string with)
    {
        int at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + with + text[(at + old.Length)..];
    }

    private static NfConfig Load(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return NfConfig.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
