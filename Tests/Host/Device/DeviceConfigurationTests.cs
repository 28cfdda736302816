using System;
using Xunit;
using ZhiSan.Edge.Device.Configuration;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>A mistyped configuration is an error that names the key and what to write, never a default in silence.</summary>
public sealed class DeviceConfigurationTests
{
    private const string Key = "\"key\":\"" + DeviceRun.Key + "\"";
    private const string Good = "{\"site\":\"anxi\",\"gateway\":\"gw-07\"," + Key + ",\"broker\":{\"host\":\"b\"},\"sensors\":[{\"type\":\"sht3x\"}]}";

    [Fact]
    public void Smallest_configuration_takes_its_defaults_from_nf_config()
    {
        DeviceConfiguration read = Read(Good);

        Assert.Equal(("anxi", "gw-07", 60, 11), (read.Site, read.Gateway, read.PeriodSeconds, read.Segments));
        Assert.Equal((1883, false, true), (read.Broker.Port, read.Broker.UseTls, read.UsesWifi));
        Assert.Null(read.SecondBroker);
        Assert.Null(read.Console);
        Assert.Equal(DeviceConfiguration.NoPin, read.LedPin);
        Assert.Equal(0x44, read.Sensors[0].Address);
    }

    [Fact]
    public void Second_broker_and_clock_chip_are_read()
    {
        DeviceConfiguration read = Read(Good[..^1] + ",\"secondBroker\":{\"host\":\"c\",\"tls\":true},\"rtc\":\"ds3231\"}");

        Assert.Equal(("c", 8883), (read.SecondBroker!.Host, read.SecondBroker.Port));
        Assert.Equal("ds3231", read.ClockChip);
    }

    [Theory]
    [InlineData("\"site\":\"anxi\",", "", "site is missing")]
    [InlineData("\"anxi\"", "\"An Xi\"", "site must be 1 to 32 characters")]
    [InlineData("\"gw-07\"", "7", "gateway must be a text in quotes")]
    [InlineData(DeviceRun.Key, "00", "key must be 64 hexadecimal digits")]
    [InlineData("\"broker\":{\"host\":\"b\"},", "", "broker is missing")]
    [InlineData("{\"host\":\"b\"}", "{}", "broker.host is missing")]
    [InlineData("{\"host\":\"b\"}", "{\"host\":\"b\",\"prot\":1}", "broker.prot is unknown here")]
    [InlineData("{\"host\":\"b\"}", "{\"host\":\"b\",\"port\":70000}", "broker.port must be 1 to 65535")]
    [InlineData("{\"host\":\"b\"}", "{\"host\":\"b\",\"ca\":\"I:\\\\ca.pem\"}", "broker.tls must be true")]
    [InlineData("{\"host\":\"b\"}", "{\"host\":\"b\",\"password\":\"hidden\"}", "broker.user is missing")]
    [InlineData("{\"host\":\"b\"}", "{\"host\":\"b\",\"tls\":true,\"certificate\":\"I:\\\\c\"}", "go together")]
    [InlineData("[{\"type\":\"sht3x\"}]", "[]", "sensors is missing")]
    [InlineData("[{\"type\":\"sht3x\"}]", "[{\"type\":\"sht9x\"}]", "sensors[0].type is no part that this firmware knows")]
    [InlineData("{\"type\":\"sht3x\"}", "{\"type\":\"sht3x\",\"adc\":1}", "sensors[0].adc is unknown here")]
    [InlineData("{\"type\":\"sht3x\"}", "{\"type\":\"soil\",\"dry\":5,\"wet\":5}", "must differ")]
    [InlineData("\"site\"", "\"led\":true,\"site\"", "led must be a whole number")]
    [InlineData("\"site\"", "\"rtc\":\"ds9999\",\"site\"", "rtc must be \"none\" or \"ds3231\" or \"ds1307\"")]
    [InlineData("\"site\"", "\"storage\":\"I:\",\"site\"", "storage must be a folder")]
    [InlineData("\"site\"", "\"storage\":\"D:\\\\\",\"site\"", "card is missing")]
    [InlineData("\"site\"", "\"console\":{\"port\":\"COM1\"},\"site\"", "console.port must be")]
    [InlineData("\"site\"", "\"network\":\"lan\",\"site\"", "network must be \"wifi\" or \"none\"")]
    public void Mistake_names_the_key_and_what_to_write(string good, string bad, string expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);

        ConfigurationException wrong = Assert.Throws<ConfigurationException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(DeviceRun.Key[..16], wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("12")]
    public void Text_that_is_no_object_is_refused(string text) => Assert.Null(new NanoJsonParser().Parse(text));

    [Fact]
    public void Missing_file_says_where_and_how() =>
        Assert.Contains("is missing", Assert.Throws<ConfigurationException>(() => ConfigurationFile.Load("/no/gateway.json", new NanoJsonParser())).Message,
            StringComparison.Ordinal);

    private static DeviceConfiguration Read(string json) => new(new ConfigurationNode(new NanoJsonParser().Parse(json)!, ""));
}
