using System.Linq;
using Xunit;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

public class TopicFilterTests
{
    // Sections 4.7.1 to 4.7.3, their examples among them.
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player12", false)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "anything/at/all", true)]
    [InlineData("#", "/", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("+", "finance", true)]
    [InlineData("+/tennis/#", "sport/tennis", true)]
    [InlineData("a/+/#", "a", false)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a", "a/", false)]
    [InlineData("a/", "a", false)]
    [InlineData("a//b", "a//b", true)]
    [InlineData("a/+/b", "a//b", true)]
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/monitor/Clients", true)]
    [InlineData("$SYS/monitor/+", "$SYS/monitor/Clients", true)]
    [InlineData("a/#", "a/$SYS", true)]
    [InlineData("茶/+/温度", "茶/云南/温度", true)]
    public void A_filter_matches_as_the_standard_says(string filter, string topic, bool expected) =>
        Assert.Equal(expected, MqttTopicFilter.Parse(filter).Matches(topic));

    [Theory]
    [InlineData("", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("sport/tennis#", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("sport/tennis/#/ranking", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("#/", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("##", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("sport+", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("+a/b", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("a/++", MqttDecodeError.InvalidTopicFilter)]
    [InlineData("a\0b", MqttDecodeError.NullCharacter)]
    [InlineData("/", MqttDecodeError.None)]
    [InlineData("#", MqttDecodeError.None)]
    [InlineData("+", MqttDecodeError.None)]
    [InlineData("+/tennis/#", MqttDecodeError.None)]
    [InlineData("/+", MqttDecodeError.None)]
    public void A_filter_is_validated(string text, MqttDecodeError expected)
    {
        Assert.Equal(expected, MqttTopicFilter.TryParse(text, out var filter));
        Assert.Equal(expected == MqttDecodeError.None, filter is not null);
    }

    [Theory]
    [InlineData("", MqttDecodeError.InvalidTopicName)]
    [InlineData("a/+", MqttDecodeError.InvalidTopicName)]
    [InlineData("a#", MqttDecodeError.InvalidTopicName)]
    [InlineData("a\0", MqttDecodeError.NullCharacter)]
    [InlineData("/", MqttDecodeError.None)]
    [InlineData("a b/茶", MqttDecodeError.None)]
    public void A_topic_name_is_validated(string text, MqttDecodeError expected) =>
        Assert.Equal(expected, MqttTopicName.Check(text));

    [Fact]
    public void Depth_and_length_are_limited()
    {
        var deepest = string.Join('/', Enumerable.Repeat("a", MqttLimits.MaxTopicLevels));
        Assert.Equal(MqttDecodeError.None, MqttTopicName.Check(deepest));
        Assert.Equal(MqttDecodeError.TopicTooDeep, MqttTopicName.Check(deepest + "/a"));
        Assert.Equal(MqttDecodeError.TopicTooDeep, MqttTopicFilter.TryParse(new string('/', 65_535), out _));
        Assert.Equal(MqttDecodeError.None, MqttTopicName.Check(new string('a', 65_535)));
        Assert.Equal(MqttDecodeError.WrongLength, MqttTopicName.Check(new string('茶', 21_846)));
        Assert.Equal(MqttDecodeError.InvalidUtf8, MqttTopicName.Check("half a pair: " + '\uD83C'));
        Assert.Equal(MqttDecodeError.None, MqttTopicName.Check("a pair: \uD83C\uDF75"));
    }

    [Theory]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/tea/gw-1/cmd", true)]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/tea/gw-1", true)]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/tea/gw-1/+", true)]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/tea/gw-1/#", true)]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/tea/gw-2/cmd", false)]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/tea/+/cmd", false)]
    [InlineData("zhisan/v1/tea/gw-1/#", "zhisan/v1/#", false)]
    [InlineData("zhisan/v1/tea/gw-1/#", "#", false)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("a/+/#", "a/#", false)]
    [InlineData("#", "+/b/#", true)]
    [InlineData("#", "$SYS/#", false)]
    public void A_filter_includes_another_if_it_matches_all_that_the_other_matches(string rule, string wanted, bool expected) =>
        Assert.Equal(expected, MqttTopicFilter.Parse(rule).Includes(MqttTopicFilter.Parse(wanted)));

    [Fact]
    public void What_is_included_matches_nothing_else()
    {
        // Every filter of up to three levels over a small alphabet against every topic of up to three levels.
        string[] levels = ["a", "", "$x", "+"];
        var filters = Combine(levels).Concat(Combine(levels).Select(prefix => prefix + "/#")).Append("#")
            .Where(text => text.Length > 0)
            .Select(MqttTopicFilter.Parse).ToList();
        var topics = Combine(["a", "", "$x", "b"]).Where(text => text.Length > 0).ToList();
        foreach (var rule in filters)
        {
            foreach (var wanted in filters.Where(rule.Includes))
            {
                Assert.All(topics.Where(wanted.Matches), topic => Assert.True(rule.Matches(topic), $"{rule} {wanted} {topic}"));
            }
        }
    }

    private static string[] Combine(string[] levels) =>
    [
        .. levels,
        .. from one in levels from two in levels select $"{one}/{two}",
        .. from one in levels from two in levels from three in levels select $"{one}/{two}/{three}",
    ];
}
