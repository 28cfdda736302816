using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Tests.Host.Collector;
using ZhiSan.Edge.Tests.Host.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Access;

/// <summary>The collector's own listener with users.</summary>
public sealed class EmbeddedAccessTests : System.IDisposable
{
    private const string Password = "a password that is long";

    private readonly TempFolder _folder = new();
    private readonly AccessUser _first = User("yunwu/gw1", AccessRole.Gateway);
    private readonly AccessUser _second = User("yunwu/gw2", AccessRole.Gateway);

    private string Users => _folder.File("users.txt");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yunwu/gw1", Password, "yunwu/gw1", MqttConnectReturnCode.Accepted)]
    [InlineData("yunwu/gw1", "another password", "yunwu/gw1", MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData("yunwu/gw1", null, "yunwu/gw1", MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData("yunwu/gw9", Password, "yunwu/gw9", MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData(null, null, "yunwu/gw1", MqttConnectReturnCode.BadUserNameOrPassword)]
    [InlineData("yunwu/gw1", Password, "yunwu/gw2", MqttConnectReturnCode.IdentifierRejected)]
    [InlineData("yunwu/gw1", Password, "zhisan-collector", MqttConnectReturnCode.IdentifierRejected)]
    public async Task Only_who_shows_the_right_password_and_its_own_name_comes_in(
        string? user, string? password, string clientId, MqttConnectReturnCode answer)
    {
        await using var collector = await StartAsync();
        var result = await MqttClient.ConnectAsync(
            ClientHelp.Options(collector.Port, clientId) with { UserName = user, Password = password });
        Assert.Equal(answer, result.ReturnCode);
        if (result.Client is { } client)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_gateway_hears_its_own_commands_and_nobody_elses()
    {
        await using var collector = await StartAsync();
        await using var gateway = await ConnectAsync(collector, _first);
        Assert.Equal(
            [MqttSubscribeCode.GrantedQos1, MqttSubscribeCode.GrantedQos1, MqttSubscribeCode.Failure, MqttSubscribeCode.Failure],
            await gateway.SubscribeAsync([
                new("zhisan/v1/yunwu/gw1/ack", MqttQos.AtLeastOnce), new("zhisan/v1/yunwu/gw1/cmd", MqttQos.AtLeastOnce),
                new("zhisan/v1/yunwu/gw2/cmd", MqttQos.AtLeastOnce), new("zhisan/v1/#", MqttQos.AtLeastOnce)]));
        await gateway.PublishAsync(MqttMessage.FromText("zhisan/v1/yunwu/gw2/state", "offline", MqttQos.AtLeastOnce));
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await gateway.EndAsync()).Reason);
    }

    [Fact]
    public async Task A_stolen_gateway_is_cut_off_at_once_and_the_others_stay()
    {
        await using var collector = await StartAsync();
        await using var stolen = await ConnectAsync(collector, _first);
        await using var other = await ConnectAsync(collector, _second);

        UserFile.Save(Users, [_second]);
        Assert.Equal(MqttDisconnectReason.ClosedByBroker, (await stolen.EndAsync()).Reason);
        await collector.UntilToldAsync(CollectorNoticeKind.AccessProblem);
        await other.PublishAckedAsync("zhisan/v1/yunwu/gw2/state", "online");
        Assert.Equal(MqttConnectReturnCode.BadUserNameOrPassword, (await TryAsync(collector, _first)).ReturnCode);

        UserFile.Save(Users, [_first, _second]);
        await using var restored = await ConnectAsync(collector, _first);
        await other.PublishAckedAsync("zhisan/v1/yunwu/gw2/state", "online");
    }

    [Fact]
    public async Task A_new_password_ends_the_connection_that_was_made_with_the_old_one()
    {
        await using var collector = await StartAsync();
        await using var gateway = await ConnectAsync(collector, _first);
        UserFile.Save(Users, [_first with { Hash = PasswordHash.Make("another password"u8) }, _second]);
        await gateway.EndAsync();
        Assert.Equal(MqttConnectReturnCode.BadUserNameOrPassword, (await TryAsync(collector, _first)).ReturnCode);
    }

    [Fact]
    public async Task A_users_file_that_breaks_locks_nobody_out_and_nobody_in()
    {
        await using var collector = await StartAsync();
        await using var gateway = await ConnectAsync(collector, _first);
        System.IO.File.WriteAllText(Users, "yunwu/gw3 gateway nonsense\n");
        await collector.UntilAsync(
            () => collector.Notices.Any(notice => notice.Text.Contains("users file")), "the collector says that the file is broken");
        await gateway.PublishAckedAsync("zhisan/v1/yunwu/gw1/state", "online");
        Assert.False((await TryAsync(collector, User("yunwu/gw3", AccessRole.Gateway))).IsConnected);
    }

    [Fact]
    public void A_users_file_that_others_may_read_is_refused_and_no_text_shows_a_hash()
    {
        UserFile.Save(Users, [_first]);
        Assert.Equal("yunwu/gw1 (Gateway)", Assert.Single(UserFile.Load(Users).Users).ToString());
        if (!System.OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(Users, System.IO.UnixFileMode.UserRead | System.IO.UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Assert.Throws<CollectorException>(() => UserFile.Load(Users)).Message);
        }
    }

    private static AccessUser User(string name, AccessRole role) => new(name, role, PasswordHash.Make(Encoding.UTF8.GetBytes(Password)));

    private async Task<RunningCollector> StartAsync()
    {
        UserFile.Save(Users, [_first, _second]);
        return await RunningCollector.StartAsync(RunningCollector.OptionsFor(_folder) with { Users = UserFile.Load(Users) });
    }

    private static Task<MqttClient> ConnectAsync(RunningCollector collector, AccessUser user) =>
        ClientHelp.ConnectAsync(collector.Port, user.Name, options => options with { UserName = user.Name, Password = Password });

    private static Task<MqttConnectResult> TryAsync(RunningCollector collector, AccessUser user) => MqttClient.ConnectAsync(
        ClientHelp.Options(collector.Port, user.Name) with { UserName = user.Name, Password = Password });
}
