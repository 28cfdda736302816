using System.Linq;
using Xunit;
using ZhiSan.Edge.Cli.Platform;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Platform;

/// <summary>The monitor's table: whole lines within 80 columns, the most urgent first.</summary>
public class FleetTableTests
{
    private readonly Fleet _fleet = new();

    [Fact]
    public void Lines_stay_within_79_columns_whatever_a_gateway_says()
    {
        string site = new('a', 32);
        string name = new('b', 32);
        Hear(site, name, "online", $$"""{"alert":"critical","reason":"{{new string('x', 900)}}","utc":-9223372036854775808,"backlog":{"records":9223372036854775807,"oldest":9223372036854775807},"buffer":{"daysLeft":1e300},"time":{"source":"{{new string('y', 90)}}"},"open":[{"cause":"wifi"},{"cause":"platform"}]}""");
        Hear("yunwu", "gw1", "offline", """{"utc":9223372036854775807,"backlog":{"records":-1}}""");
        Assert.All(FleetTable.Lines(_fleet, 100), line => Assert.InRange(line.Text.Length, 1, 79));
    }

    [Fact]
    public void Long_names_keep_what_tells_them_apart()
    {
        Hear("yunwu", "north-slope-lower-terrace-001", "online", "{\"alert\":\"ok\"}");
        Hear("yunwu", "north-slope-lower-terrace-002", "online", "{\"alert\":\"ok\"}");
        string[] names = [.. FleetTable.Lines(_fleet, 100).Skip(1).Select(line => line.Text.Split(' ')[0])];
        Assert.Equal(["yunwu/nor~pe-lower-terrace-001", "yunwu/nor~pe-lower-terrace-002"], names);
    }

    [Fact]
    public void One_that_is_not_all_right_has_a_second_line_that_says_why()
    {
        Hear("yunwu", "gw1", "offline", """{"alert":"watch","reason":"a sensor fails","utc":1764200000,"open":[{"cause":"sensor"}]}""");
        Hear("yunwu", "gw2", "online", """{"alert":"ok","reason":"","backlog":{"records":0,"oldest":0}}""");
        string[] lines = [.. FleetTable.Lines(_fleet, 100).Select(line => line.Text)];
        Assert.Equal(4, lines.Length);
        Assert.Equal("    offline; a sensor fails; last heartbeat 2025-11-26 23:33 UTC; open: sensor", lines[2]);
        Assert.StartsWith("yunwu/gw2", lines[3]);
    }

    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(4, 1, 3)]
    [InlineData(5, 2, 2)]
    [InlineData(8, 4, 0)]
    [InlineData(100, 4, 0)]
    public void Gateways_without_room_are_counted(int most, int shown, int counted)
    {
        for (int i = 0; i < 4; i++)
        {
            Hear("yunwu", $"gw{i}", "online", """{"alert":"watch","reason":"a sensor fails"}""");
        }

        string[] lines = [.. FleetTable.Lines(_fleet, most).Skip(1).Select(line => line.Text)];
        Assert.InRange(lines.Length, 1, most);
        Assert.Equal(shown, lines.Count(line => line.StartsWith("yunwu/", System.StringComparison.Ordinal)));
        Assert.Equal(counted > 0, lines[^1] == $"and {counted} more, none more urgent than these");
    }

    private void Hear(string site, string name, string state, string heartbeat)
    {
        _fleet.Take(MqttMessage.FromText($"zhisan/v1/{site}/{name}/state", state, MqttQos.AtMostOnce, retain: true));
        _fleet.Take(MqttMessage.FromText($"zhisan/v1/{site}/{name}/heartbeat", heartbeat, MqttQos.AtMostOnce, retain: true));
    }
}
