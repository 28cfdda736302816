using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>The laptop dies in the middle (SIGKILL), and the same command is given again. The line is slow, so that there is a middle.</summary>
public sealed class ResumedTests : IDisposable
{
    private const int SlowBaud = 9600;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PIN ")]
    [InlineData("device key ")]
    [InlineData("restart ")]
    public async Task A_provisioning_that_was_killed_is_ended_by_the_next_one_and_its_report_says_the_whole(string killedAfter)
    {
        File.WriteAllText(_folder.File("pin.txt"), "tea-garden-7");
        File.WriteAllText(_folder.File("gateway.json"), """
            {"site": "yunwu", "gateway": "gw1", "network": "none", "clock": "system", "broker": {"host": "127.0.0.1", "port": 1, "password": "secret words"}, "sensor1": "demo seed=7"}
            """);
        using var gateway = new GatewayOnCable(_folder.File("flash"), SlowBaud);
        gateway.Start();
        string[] provision =
        [
            "provision", "--port", gateway.Port, "--file", _folder.File("gateway.json"), "--keys", _folder.File("keys.txt"),
            "--pin-file", _folder.File("pin.txt"), "--reports", _folder.File("reports"), "--test", "none",
        ];
        using (ZhisanProcess killed = ZhisanProcess.Start(provision))
        {
            await Wait.UntilAsync(() => killed.HasExited || killed.Output.Contains(killedAfter, StringComparison.Ordinal), killedAfter);
            Assert.False(killed.HasExited, killed.Error);
            killed.Kill();
            Assert.False(Directory.Exists(_folder.File("reports")));
        }

        using ZhisanProcess second = await ZhisanProcess.RunAsync(provision);
        Assert.True(second.ExitCode == 0, second.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_folder.File("reports/yunwu-gw1.json")));
        JsonElement[] settings = [.. report.RootElement.GetProperty("settings").EnumerateArray()];
        Assert.Equal(
            ["site", "gateway", "key", "network", "broker.host", "broker.port", "broker.password", "clock", "sensor1"],
            settings.Select(setting => setting.GetProperty("key").GetString()));

        // They are saved all together or not at all; only in the middle it is not certain which.
        bool isChanged = Assert.Single(settings.Select(setting => setting.GetProperty("changed").GetBoolean()).Distinct());
        Assert.True(killedAfter == "device key " || isChanged == (killedAfter == "PIN "));
        Assert.Equal("yunwu", settings[0].GetProperty("value").GetString());
        Assert.DoesNotContain("secret words", File.ReadAllText(_folder.File("reports/yunwu-gw1.json")) + File.ReadAllText(_folder.File("reports/yunwu-gw1.html")), StringComparison.Ordinal);
        byte[] key = KeyRing.Load(_folder.File("keys.txt")).Find(new GatewayId("yunwu", "gw1"))!;
        Assert.Equal(Provisioner.Print(key), report.RootElement.GetProperty("keyPrint").GetString());
        Assert.Equal(1, report.RootElement.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task An_evacuation_that_was_killed_goes_on_where_its_file_ends()
    {
        const int EnoughBytes = 8000;
        const int OneRunBytes = 3000;
        File.WriteAllText(_folder.File("pin.txt"), GatewayLogin.FactoryPin);
        byte[] key = new byte[32];
        key[0] = 1;
        var ring = new KeyRing();
        ring.Set(new GatewayId("yunwu", "gw1"), key);
        ring.Save(_folder.File("keys.txt"));
        using var gateway = new GatewayOnCable(_folder.File("flash"), SlowBaud * 2);
        gateway.Start("yunwu/gw1", _folder.File("keys.txt"), 20_000, 60);
        Assert.True(SpinWait.SpinUntil(
            () => Directory.Exists(_folder.File("flash/s")) && new DirectoryInfo(_folder.File("flash/s")).EnumerateFiles().Sum(file => file.Length) > EnoughBytes, 60_000));
        gateway.Stop();
        gateway.StartIdle("yunwu/gw1", _folder.File("keys.txt"));
        string[] evacuate = ["evacuate", "--port", gateway.Port, "--pin-file", _folder.File("pin.txt"), "--all", "--out"];
        string path = _folder.File("site.zsj");
        using (ZhisanProcess killed = ZhisanProcess.Start([.. evacuate, path]))
        {
            await Wait.UntilAsync(() => killed.HasExited || (File.Exists(path) && new FileInfo(path).Length > OneRunBytes), "a run is in the file");
            Assert.False(killed.HasExited, killed.Error);
            killed.Kill();
            Assert.Equal(DumpVerdict.Unfinished, DumpVerifier.Verify(Dump.Load(path), key).Verdict);
        }

        using ZhisanProcess second = await ZhisanProcess.RunAsync([.. evacuate, path]);
        using ZhisanProcess whole = await ZhisanProcess.RunAsync([.. evacuate, _folder.File("whole.zsj")]);
        Assert.True(second.ExitCode == 0 && whole.ExitCode == 0, second.Error + whole.Error);
        Assert.Equal(DumpVerdict.Genuine, DumpVerifier.Verify(Dump.Load(path), key).Verdict);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole.zsj")), File.ReadAllBytes(path));
    }
}
