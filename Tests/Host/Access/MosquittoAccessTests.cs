using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Access;

/// <summary>The files that are written for mosquitto, under the real mosquitto.</summary>
public class MosquittoAccessTests
{
    private const string Password = "a password that is long";

    private static readonly AccessUser First = User("yunwu/gw1", AccessRole.Gateway);
    private static readonly AccessUser Second = User("yunwu/gw2", AccessRole.Gateway);
    private static readonly AccessUser Collector = User("collector", AccessRole.Platform);
    private static readonly AccessUser Watcher = User("anna", AccessRole.Viewer);

    [MosquittoFact]
    public async Task A_gateway_reaches_the_platform_and_nobody_elses_topics()
    {
        using Mosquitto broker = await StartAsync(First, Second, Collector);
        await using MqttClient platform = await ConnectAsync(broker, Collector);
        await using MqttClient gateway = await ConnectAsync(broker, First);
        await platform.SubscribeAsync("zhisan/v1/+/+/pages", MqttQos.AtLeastOnce);

        await gateway.PublishAckedAsync("zhisan/v1/yunwu/gw2/pages", "forged");
        await gateway.PublishAckedAsync("zhisan/v1/yunwu/gw1/ack", "{}");
        await gateway.PublishAckedAsync("zhisan/v1/yunwu/gw1/pages", "mine");

        // One connection keeps its order: had the forged one been delivered, it would be here first.
        Assert.Equal("mine", Encoding.UTF8.GetString((await platform.NextMessageAsync()).Message.Payload.Span));
    }

    [MosquittoFact]
    public async Task A_gateway_that_listens_to_everything_hears_only_what_is_meant_for_it()
    {
        using Mosquitto broker = await StartAsync(First, Second, Collector);
        await using MqttClient platform = await ConnectAsync(broker, Collector);
        await using MqttClient gateway = await ConnectAsync(broker, First);
        await using MqttClient other = await ConnectAsync(broker, Second);
        await gateway.SubscribeAsync([new("#", MqttQos.AtLeastOnce), new("zhisan/v1/+/+/+", MqttQos.AtLeastOnce)]);

        await platform.PublishAckedAsync("zhisan/v1/yunwu/gw2/cmd", "for the other");
        await other.PublishAckedAsync("zhisan/v1/yunwu/gw2/pages", "of the other");
        await platform.PublishAckedAsync("zhisan/v1/yunwu/gw1/cmd", "for me");

        Assert.Equal("zhisan/v1/yunwu/gw1/cmd", (await gateway.NextMessageAsync()).Message.Topic);
    }

    [MosquittoFact]
    public async Task The_platform_cannot_speak_as_a_gateway_and_a_viewer_cannot_speak_at_all()
    {
        using Mosquitto broker = await StartAsync(First, Collector, Watcher);
        await using MqttClient platform = await ConnectAsync(broker, Collector);
        await using MqttClient viewer = await ConnectAsync(broker, Watcher);
        await using MqttClient gateway = await ConnectAsync(broker, First);
        await viewer.SubscribeAsync("zhisan/v1/+/+/heartbeat", MqttQos.AtLeastOnce);
        await gateway.SubscribeAsync("zhisan/v1/yunwu/gw1/cmd", MqttQos.AtLeastOnce);

        await platform.PublishAckedAsync("zhisan/v1/yunwu/gw1/heartbeat", "forged");
        await viewer.PublishAckedAsync("zhisan/v1/yunwu/gw1/cmd", "forged");
        await gateway.PublishAckedAsync("zhisan/v1/yunwu/gw1/heartbeat", "real");
        await platform.PublishAckedAsync("zhisan/v1/yunwu/gw1/cmd", "real");

        Assert.Equal("real", Encoding.UTF8.GetString((await viewer.NextMessageAsync()).Message.Payload.Span));
        Assert.Equal("real", Encoding.UTF8.GetString((await gateway.NextMessageAsync()).Message.Payload.Span));
    }

    [MosquittoFact]
    public async Task Nobody_takes_over_a_connection_by_its_client_id()
    {
        using Mosquitto broker = await StartAsync(First, Second);
        await using MqttClient gateway = await ConnectAsync(broker, First);
        await using MqttClient thief = await ConnectAsync(broker, Second, First.Name);
        await thief.PublishAckedAsync("zhisan/v1/yunwu/gw2/state", "online");
        await gateway.PublishAckedAsync("zhisan/v1/yunwu/gw1/state", "online");
    }

    [MosquittoFact]
    public async Task A_stolen_gateway_is_cut_off_by_new_files_and_a_signal_and_the_others_stay()
    {
        using Mosquitto broker = await StartAsync(First, Second);
        await using MqttClient stolen = await ConnectAsync(broker, First);
        await using MqttClient other = await ConnectAsync(broker, Second);

        Write(broker, [Second]);
        broker.Reload();
        await stolen.EndAsync();
        await other.PublishAckedAsync("zhisan/v1/yunwu/gw2/state", "online");
        Assert.Equal(MqttConnectFailure.Refused, (await TryAsync(broker, First)).Failure);

        Write(broker, [First, Second]);
        broker.Reload();
        await Wait.UntilAsync(() => TryAsync(broker, First).Result.IsConnected, "the restored gateway comes in");
        await other.PublishAckedAsync("zhisan/v1/yunwu/gw2/state", "online");
    }

    [MosquittoFact]
    public async Task Without_a_password_or_with_a_wrong_one_nobody_comes_in()
    {
        using Mosquitto broker = await StartAsync(First);
        Assert.Equal(MqttConnectFailure.Refused, (await MqttClient.ConnectAsync(ClientHelp.Options(broker.Port, First.Name))).Failure);
        Assert.Equal(
            MqttConnectFailure.Refused,
            (await MqttClient.ConnectAsync(ClientHelp.Options(broker.Port, First.Name) with { UserName = First.Name, Password = "wrong" })).Failure);
        await (await ConnectAsync(broker, First)).DisposeAsync();
    }

    private static AccessUser User(string name, AccessRole role) => new(name, role, PasswordHash.Make(Encoding.UTF8.GetBytes(Password)));

    private static Task<Mosquitto> StartAsync(params AccessUser[] users) => Mosquitto.RunAsync(broker =>
    {
        Write(broker, users);

        // As root it would give up its rights, and then could not read what is for its owner alone.
        File.AppendAllText(Path.Combine(broker.Folder, MosquittoFiles.ConfigurationName), "user root\nlog_dest stderr\n");
    });

    private static void Write(Mosquitto broker, IReadOnlyList<AccessUser> users)
    {
        string configuration = Path.Combine(broker.Folder, MosquittoFiles.ConfigurationName);
        string? earlier = File.Exists(configuration) ? File.ReadAllText(configuration) : null;
        new MosquittoFiles(new IPEndPoint(IPAddress.Loopback, broker.Port)).Write(broker.Folder, users);
        if (earlier != null)
        {
            File.WriteAllText(configuration, earlier);
        }
    }

    private static Task<MqttClient> ConnectAsync(Mosquitto broker, AccessUser user, string? clientId = null) =>
        ClientHelp.ConnectAsync(broker.Port, clientId ?? user.Name, options => options with { UserName = user.Name, Password = Password });

    private static Task<MqttConnectResult> TryAsync(Mosquitto broker, AccessUser user) => MqttClient.ConnectAsync(
        ClientHelp.Options(broker.Port, user.Name) with { UserName = user.Name, Password = Password });
}
