using System;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>A sensor's line, and the defaults that nf.config and the keys share.</summary>
public sealed class SensorConfigurationTests
{
    [Fact]
    public void Line_without_settings_takes_the_parts_defaults()
    {
        SensorConfiguration sensor = new("sht3x", 60);

        Assert.Equal(("sht3x", "", 60, 0x44), (sensor.Type, sensor.Name, sensor.PeriodSeconds, sensor.Address));
        Assert.Equal(0x23, new SensorConfiguration("bh1750", 60).Address);
        Assert.Equal(0x62, new SensorConfiguration("scd4x", 60).Address);
        Assert.Equal(BuildDefaults.RainPin, new SensorConfiguration("rain", 60).Pin);
    }

    [Fact]
    public void Settings_are_taken_in_any_order()
    {
        SensorConfiguration sensor = new("soil  wet=1150 dry=2900 name=bed period=300 adc=6", 60);

        Assert.Equal(("soil", "bed", 300, 6), (sensor.Type, sensor.Name, sensor.PeriodSeconds, sensor.AdcChannel));
        Assert.Equal((2900, 1150), (sensor.DryRaw, sensor.WetRaw));
    }

    [Theory]
    [InlineData("sht3x address=200", "address=200 must be 1 to 119")]
    [InlineData("soil adc=20", "adc=20 must be 0 to 19")]
    [InlineData("soil dry=7 wet=7", "must differ")]
    [InlineData("rain tip=0", "tip=0 must be 1 to 5000")]
    [InlineData("rain pin=49", "pin=49 must be 0 to 48")]
    [InlineData("battery divider=1", "divider=1 must be 1000 to 20000")]
    [InlineData("demo channels=9", "channels=9 must be 1 to 6")]
    [InlineData("demo period=x", "period=x must be 1 to 86400")]
    [InlineData("demo colour=3", "colour=3 is no setting")]
    [InlineData("demo period", "period must be")]
    public void Mistake_says_which_setting_and_what_to_write(string line, string expected) =>
        Assert.Contains(expected, Assert.Throws<Exception>(() => new SensorConfiguration(line, 60)).Message, StringComparison.Ordinal);

    [Fact]
    public void Defaults_of_nf_config_are_those_of_the_keys()
    {
        NfConfig config = NfConfig.Load(Path.Combine(Repository.Root, NfConfig.FileName));

        Assert.Equal(config.PeriodSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture), ConfigurationKeys.Default(ConfigurationKeys.Period));
        Assert.Equal(config.SntpServer, ConfigurationKeys.Default(ConfigurationKeys.Sntp));
        int smallest = config.Modules.Min(m => m.Segments);
        Assert.Equal(smallest.ToString(System.Globalization.CultureInfo.InvariantCulture), ConfigurationKeys.Default(ConfigurationKeys.Segments));
        Assert.Equal(@"I:\c0", config.ConfigurationFile);
    }
}
