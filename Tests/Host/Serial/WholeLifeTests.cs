using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>The whole life of a gateway over its cable, with the real programs. ZHISAN_TRANSCRIPT names a file that takes what people see.</summary>
public class WholeLifeTests
{
    private readonly StringBuilder _transcript = new();

    [Fact]
    public async Task From_factory_state_through_a_storm_to_records_on_the_platform()
    {
        using var folder = new TemporaryFolder();
        int brokerPort = FreePort();
        string keys = folder.File("keys.txt");
        string database = folder.File("zhisan.db");
        string dump = folder.File("site.zsj");
        File.WriteAllText(folder.File("pin.txt"), "tea-garden-7");
        File.WriteAllText(folder.File("gateway.json"), $$"""
            {"site": "yunwu", "gateway": "gw1", "network": "none", "clock": "system", "period": 5,
             "broker": {"host": "127.0.0.1", "port": {{brokerPort}}}, "sensor1": "demo seed=7"}
            """);
        using ZhisanProcess gateway = ZhisanProcess.Start("gateway", "--flash", folder.File("flash"), "--console", "pty", "--speed", "10", "--no-sync", "--quiet");
        string port = CablePulls.PortOf(await gateway.FirstLineAsync());

        Talk(port, text => Assert.Contains("factory", text, StringComparison.Ordinal), "status");
        string[] provision = ["provision", "--port", port, "--file", folder.File("gateway.json"), "--keys", keys, "--pin-file", folder.File("pin.txt"), "--reports", folder.File("reports")];
        await RunAsync(0, [.. provision, "--test", "none"]);

        using (ZhisanProcess platform = await StartPlatformAsync(database, keys, brokerPort))
        {
            await UntilAsync(port, "online");
            ZhisanProcess accepted = await RunAsync(0, [.. provision, "--test", "full"]);
            Assert.Contains("pass  platform", accepted.Output, StringComparison.Ordinal);
            Assert.Contains("pass  soak", accepted.Output, StringComparison.Ordinal);
        }

        // The storm: the platform is gone, and records pile up.
        await UntilAsync(port, "offline");
        await Task.Delay(4000);
        Talk(port, text => Assert.Contains("broker", text, StringComparison.Ordinal), "login", "tea-garden-7", "note lightning struck the mast", "status", "log", "logout");
        Talk(port, text => Assert.Contains("网关", text, StringComparison.Ordinal), "lang zh", "status", "buffer", "lang en");

        await RunAsync(0, "evacuate", "--port", port, "--out", dump, "--pin-file", folder.File("pin.txt"));
        await RunAsync(0, "collect", "import", dump, "--keys", keys, "--database", database);
        ZhisanProcess again = await RunAsync(0, "collect", "import", dump, "--keys", keys, "--database", database);
        Assert.Contains("0 records new", again.Output, StringComparison.Ordinal);
        long through = Dump.Load(dump).End!.Through;

        using ZhisanProcess back = await StartPlatformAsync(database, keys, brokerPort);
        await UntilAsync(port, "online");
        Assert.True(await AckedAsync(port, through) >= through, "the gateway learns of the import");
        Assert.DoesNotContain("tea-garden-7", _transcript.ToString(), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ZHISAN_TRANSCRIPT") is { } file)
        {
            File.WriteAllText(file, _transcript.ToString().Replace(folder.Path + "/", string.Empty, StringComparison.Ordinal));
        }
    }

    private static async Task<ZhisanProcess> StartPlatformAsync(string database, string keys, int port)
    {
        ZhisanProcess platform = ZhisanProcess.Start("collect", "--anonymous", "--database", database, "--keys", keys, "--listen", $"127.0.0.1:{port}");
        await platform.FirstLineAsync();
        return platform;
    }

    private async Task<ZhisanProcess> RunAsync(int exitCode, params string[] arguments)
    {
        ZhisanProcess process = await ZhisanProcess.RunAsync(arguments);
        _transcript.Append("$ zhisan ").AppendJoin(' ', arguments).Append('\n').Append(process.Output).Append('\n');
        Assert.True(process.ExitCode == exitCode, process.Output + process.Error);
        process.Dispose();
        return process;
    }

    private void Talk(string port, Action<string> check, params string[] lines)
    {
        using ISerialPort open = SerialPortOpener.Open(port);
        var person = new Person(open);
        var seen = new StringBuilder("$ zhisan console --port " + port);
        seen.Append(person.Type(string.Empty));
        foreach (string line in lines)
        {
            seen.Append(person.Type(line));
        }

        check(seen.ToString());
        _transcript.Append(seen).Append("\n\n");
    }

    private static async Task UntilAsync(string port, string link)
    {
        for (int i = 0; i < 100; i++)
        {
            if (Ask(port, "status").Text("link") == link)
            {
                return;
            }

            await Task.Delay(200);
        }

        Assert.Fail("the link did not become " + link);
    }

    private static async Task<long> AckedAsync(string port, long through)
    {
        long acked = 0;
        for (int i = 0; i < 100 && acked < through; i++)
        {
            acked = Ask(port, "buffer").Number("acked");
            await Task.Delay(200);
        }

        return acked;
    }

    private static MachineReply Ask(string port, string command)
    {
        using var cable = new GatewayCable(() => SerialPortOpener.Open(port));
        return cable.Hold((client, _) => client.Ask(command));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
