using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.Tests.Host.NanoCheck;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Console;

/// <summary>
/// The session in CONSOLE.md is what a console says to those requests, and a stranger who goes by the page alone can read it: nothing of the
/// host's client is used here.
/// </summary>
public sealed class ConsoleExampleTests : IConsoleHost
{
    private const string Begin = "A session (the device key is 32 zero bytes):\n\n```\n";

    private readonly byte[] _text = new byte[100];
    private int _found;

    [Fact]
    public void The_session_of_the_page_is_what_the_console_says()
    {
        GatewayConsole console = Start();
        var said = new StringBuilder();
        foreach (string request in Requests())
        {
            said.Append(request).Append('\n').Append(Say(console, request));
        }

        Assert.True(Session() == said.ToString(), "the page should say:\n" + said);
    }

    [Fact]
    public void Every_line_of_it_can_be_read_by_the_rules_of_the_page()
    {
        string first = string.Empty;
        int answers = 0;
        foreach (string line in Session().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int star = line.LastIndexOf(" *", StringComparison.Ordinal);
            Assert.Equal(Convert.ToHexStringLower(BitConverter.GetBytes(CrcOf(Encoding.UTF8.GetBytes(line[..star]))).Reverse().ToArray()), line[(star + 2)..]);
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (line[space + 1] != '{')
            {
                first = line[..space];
                continue;
            }

            using JsonDocument json = JsonDocument.Parse(line[(space + 1)..star]);
            bool isAnswer = line[..space] == first;
            Assert.True(isAnswer || line[..space] == first + "+", line);
            Assert.Equal(isAnswer, json.RootElement.TryGetProperty("ok", out _));
            answers += isAnswer ? 1 : 0;
            if (json.RootElement.TryGetProperty("run", out JsonElement run))
            {
                Assert.Equal(json.RootElement.GetProperty("bytes").GetInt32(), run.GetBytesFromBase64().Length);
                ReadRun(run.GetBytesFromBase64(), json.RootElement.GetProperty("last").GetInt64());
            }

            if (json.RootElement.TryGetProperty("mac", out JsonElement mac))
            {
                byte[] signed = Encoding.UTF8.GetBytes($"zhisan-evacuation-v1\nyunwu/gw1\n{json.RootElement.GetProperty("epoch")}\n{json.RootElement.GetProperty("through")}");
                Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(new byte[32], signed)), mac.GetString());
            }
        }

        Assert.Equal(Requests().Length, answers);
    }

    void IConsoleHost.Reboot()
    {
    }

    bool IConsoleHost.BeginProbe(byte probe) => probe == ProbeFinding.WifiScan;

    int IConsoleHost.NextFinding(ProbeFinding finding)
    {
        string[] networks = ["yunwu-coop", "茶园"];
        if (_found == networks.Length)
        {
            return ProbeFinding.Done;
        }

        finding.Step = networks[_found++];
        finding.Number = -50 - (_found * 9);
        return ProbeFinding.Found;
    }

    void IConsoleHost.EndProbe()
    {
    }

    private static string Session()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "Firmware", "Core", "Console", "CONSOLE.md"));
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        Assert.True(begin >= 0);
        begin += Begin.Length;
        return page[begin..page.IndexOf("```\n", begin, StringComparison.Ordinal)];
    }

    private static string[] Requests() => [.. Session().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[line.IndexOf(' ', StringComparison.Ordinal) + 1] != '{')];

    // CRC-32 of IEEE 802.3, bit by bit.
    private static uint CrcOf(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static void ReadRun(byte[] run, long last)
    {
        var header = new RunHeader();
        Assert.Equal(RunHeaderStatus.Ok, header.Read(run, 0, run.Length));
        var page = new PageReader(JournalLimits.MaxChannels);
        Assert.Equal(PageStatus.Ok, page.Find(run, RunHeader.Bytes, run.Length, header.Epoch));
        Assert.Equal((last, run.Length), (page.LastSequence, page.End));
    }

    private GatewayConsole Start()
    {
        var sampler = new Sampler();
        sampler.AddSensor(new DemoSensor(1, 0, 2), 60_000, 0);
        var channels = new ChannelSetBody(2);
        for (int i = 0; i < 2; i++)
        {
            channels.Names[i] = sampler.GetChannel(i).Name;
            channels.Units[i] = sampler.GetChannel(i).Unit;
            channels.Decimals[i] = (byte)sampler.GetChannel(i).Decimals;
        }

        var store = new MemoryStore();
        var journal = new Journal(store, new JournalOptions { MostChannels = 2 }, new byte[32]);
        var gateway = new Gateway(new GatewayOptions { Site = "yunwu", Gateway = "gw1" }, journal, channels, sampler, store, new byte[32]);
        Assert.Equal(StoreStatus.Ok, gateway.Start(0, 7));
        sampler.Begin(0);
        Assert.True(sampler.Tick(0));
        Assert.True(gateway.TakeScan(0, sampler.Current));
        var configuration = new GatewayConfiguration(store);
        Assert.Equal(StoreStatus.Ok, configuration.Load());
        return new GatewayConsole(gateway, configuration, this);
    }

    private string Say(GatewayConsole console, string request)
    {
        byte[] line = Encoding.UTF8.GetBytes(request + "\r");
        console.TakeBytes(0, line, 0, line.Length);
        using var seen = new MemoryStream();
        for (int turn = 0; turn < 1000 && console.NextDeadlineMs <= 0; turn++)
        {
            seen.Write(_text, 0, console.NextText(0, _text));
        }

        return Encoding.UTF8.GetString(seen.ToArray()).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
