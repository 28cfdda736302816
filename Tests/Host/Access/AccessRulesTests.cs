using System.IO;
using System.Linq;
using System.Net;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.Access;

public class AccessRulesTests
{
    private static readonly string[] Leaves = ["state", "heartbeat", "live", "pages", "incident", "ack", "cmd", "reply", "test", "other"];

    [Theory]
    [InlineData(AccessRole.Gateway, "state heartbeat live pages incident reply test", "ack cmd")]
    [InlineData(AccessRole.Platform, "ack cmd", "state heartbeat live pages incident ack reply")]
    [InlineData(AccessRole.Operator, "cmd", "state heartbeat live incident reply")]
    [InlineData(AccessRole.Viewer, "", "state heartbeat live incident")]
    public void Each_role_may_do_this_and_nothing_else(AccessRole role, string publishes, string subscribes)
    {
        string user = role == AccessRole.Gateway ? "yunwu/gw1" : "somebody";
        Assert.Equal(publishes, string.Join(' ', Leaves.Where(leaf => AccessRules.MayPublish(user, role, $"zhisan/v1/yunwu/gw1/{leaf}"))));
        Assert.Equal(subscribes, string.Join(' ', Leaves.Where(leaf => MaySubscribe(user, role, $"zhisan/v1/yunwu/gw1/{leaf}"))));
    }

    [Theory]
    [InlineData("zhisan/v1/yunwu/gw2/pages")]
    [InlineData("zhisan/v1/yunwu/gw1")]
    [InlineData("zhisan/v1/yunwu/gw1/pages/more")]
    [InlineData("zhisan/v1/yunwu/gw10/pages")]
    [InlineData("other/zhisan/v1/yunwu/gw1/pages")]
    [InlineData("$SYS/broker/load")]
    public void A_gateway_publishes_nowhere_else(string topic) =>
        Assert.False(AccessRules.MayPublish("yunwu/gw1", AccessRole.Gateway, topic));

    [Theory]
    [InlineData("zhisan/v1/yunwu/gw1/#")]
    [InlineData("zhisan/v1/yunwu/+/ack")]
    [InlineData("zhisan/v1/+/gw1/cmd")]
    [InlineData("zhisan/v1/yunwu/gw1/+")]
    [InlineData("zhisan/v1/yunwu/gw2/cmd")]
    [InlineData("#")]
    [InlineData("+/+/+/+/cmd")]
    [InlineData("$SYS/#")]
    public void A_gateway_cannot_listen_with_a_filter_that_reaches_further(string filter) =>
        Assert.False(MaySubscribe("yunwu/gw1", AccessRole.Gateway, filter));

    [Theory]
    [InlineData(AccessRole.Platform, "zhisan/v1/+/+/pages", true)]
    [InlineData(AccessRole.Platform, "zhisan/v1/#", false)]
    [InlineData(AccessRole.Viewer, "zhisan/v1/yunwu/+/heartbeat", true)]
    [InlineData(AccessRole.Viewer, "zhisan/v1/+/+/+", false)]
    public void The_platform_and_people_listen_to_all_gateways_but_not_to_everything(AccessRole role, string filter, bool may) =>
        Assert.Equal(may, MaySubscribe("somebody", role, filter));

    [Theory]
    [InlineData("yunwu/gw1", "yunwu/gw1", true)]
    [InlineData("yunwu/gw1", "yunwu/gw1.test", true)]
    [InlineData("yunwu/gw1", "yunwu/gw10", false)]
    [InlineData("yunwu/gw1", "yunwu/gw2", false)]
    [InlineData("yunwu/gw1", "collector", false)]
    [InlineData("anna", "anna.monitor-7", true)]
    [InlineData("anna", "anna-7", false)]
    [InlineData("anna", "", false)]
    public void Nobody_calls_itself_by_anothers_name(string user, string clientId, bool may) =>
        Assert.Equal(may, AccessRules.IsClientIdOf(user, clientId));

    [Fact]
    public void Names_with_dashes_do_not_collide()
    {
        Assert.False(AccessRules.IsClientIdOf("a-b/c", "a/b-c"));
        Assert.False(AccessRules.IsClientIdOf("a/b-c", "a-b/c"));
    }

    [Fact]
    public void The_shipped_files_for_mosquitto_are_what_the_command_writes()
    {
        string shipped = Path.Combine(Repository.Root, "tools", "Collector", "Access", "mosquitto");
        AccessUser[] users =
        [
            new("collector", AccessRole.Platform, ""), new("operator", AccessRole.Operator, ""), new("viewer", AccessRole.Viewer, ""),
        ];
        var files = new MosquittoFiles(new IPEndPoint(IPAddress.Any, 8883))
        {
            Tls = ("/etc/mosquitto/zhisan/server.pem", "/etc/mosquitto/zhisan/server.key"),
        };
        Assert.Equal(File.ReadAllLines(Path.Combine(shipped, MosquittoFiles.AccessListName)), MosquittoFiles.AccessList(users));
        Assert.Equal(
            File.ReadAllLines(Path.Combine(shipped, MosquittoFiles.ConfigurationName)), files.Configuration("/etc/mosquitto/zhisan"));
    }

    private static bool MaySubscribe(string user, AccessRole role, string filter) =>
        AccessRules.MaySubscribe(user, role, MqttTopicFilter.Parse(filter));
}
