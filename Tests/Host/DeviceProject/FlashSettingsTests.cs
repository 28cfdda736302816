using System;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Cli.Cable;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.NanoCheck;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Tests.Host.DeviceProject;

/// <summary><c>zhisan flash --settings</c>: slots that the firmware reads, put onto the device by nanoff.</summary>
public sealed class FlashSettingsTests : IDisposable
{
    private const string Secret = "tea-house-wifi-secret";
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly FakeNanoff fake = new();
    private readonly string settings;

    public FlashSettingsTests()
    {
        settings = Path.Combine(fake.Folder, "gateway.json");
        File.WriteAllText(settings, $$"""
            {"site": "hill", "gateway": "gw7", "wifi": {"ssid": "tea", "password": "{{Secret}}"}, "broker": {"host": "mq.example", "port": 1884}, "period": 120}
            """);
    }

    public void Dispose() => fake.Dispose();

    [Fact]
    public void The_firmware_reads_what_was_flashed_and_an_older_slot_on_the_device_does_not_win()
    {
        string device = Directory.CreateDirectory(Path.Combine(fake.Folder, "device")).FullName;
        using (FileStore old = new(device))
        {
            GatewayConfiguration before = new(old);
            for (int i = 0; i < 9; i++)
            {
                before.SetCurrent(ConfigurationKeys.Gateway, "old" + i);
                Assert.Equal(StoreStatus.Ok, before.Save(GatewayConfiguration.BySerial));
            }
        }

        using SettingsSlots slots = new(GatewayFile.Load(settings), Key);
        foreach (FlashFile file in slots.Files(@"I:\c0"))
        {
            File.Copy(file.Source, Path.Combine(device, file.Destination[3..]), overwrite: true);
        }

        using FileStore store = new(device);
        GatewayConfiguration read = new(store);
        Assert.Equal(StoreStatus.Ok, read.Load());
        Assert.Equal("hill/gw7", read.Saved(ConfigurationKeys.Site) + "/" + read.Saved(ConfigurationKeys.Gateway));
        Assert.Equal(Secret, read.Saved(ConfigurationKeys.WifiPassword));
        Assert.Equal(1884, read.Number(ConfigurationKeys.BrokerPort));
        Assert.Equal(120, read.Number(ConfigurationKeys.Period));
        Assert.Equal(Key, read.DeviceKey());
        Assert.False(read.IsOnTrial);
    }

    [Fact]
    public void Nanoff_is_told_the_slots_and_nothing_that_is_printed_holds_a_secret()
    {
        using SettingsSlots slots = new(GatewayFile.Load(settings), Key);
        FlashPlan plan = FlashPlan.Create(new FlashRequest
        {
            Config = NfConfig.Load(Path.Combine(Repository.Root, NfConfig.FileName)), Port = "/dev/ttyUSB0", Files = slots.Files(@"I:\c0"),
        });
        fake.Answer("Deploying file I:\\c1...OK\nDeploying file I:\\c0...OK\n", 0);
        StringWriter said = new();

        FlashRunner.Run(plan, fake.Tool, said.WriteLine);

        string all = said + string.Concat(fake.Calls) + fake.FilesJson + string.Concat(plan.Steps.Select(s => s.CommandLine));
        Assert.Contains(@"I:\\c0", all, StringComparison.Ordinal);
        Assert.Contains(@"I:\\c1", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Key), all, StringComparison.Ordinal);
    }

    [Fact]
    public void Slots_are_readable_by_their_owner_alone_and_gone_afterwards()
    {
        SettingsSlots slots = new(GatewayFile.Load(settings), Key);
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(slots.Files(@"I:\c0")[0].Source))!;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        slots.Dispose();

        Assert.False(Directory.Exists(folder));
        Assert.False(File.Exists(folder + ".lock"));
    }

    [Theory]
    [InlineData("""{"site": "hill", "gateway": "gw7", "period": 0}""", "'0' is no value of 'period'")]
    [InlineData("""{"site": "hill", "gateway": "gw7", "colour": "red"}""", "there is no key 'colour'")]
    [InlineData("""{"site": "hill"}""", "'gateway' is missing")]
    [InlineData("""{"site": "hill", "gateway": "gw7", "key": "00"}""", "leave 'key' out")]
    public void Values_are_checked_as_the_console_checks_them(string json, string expected)
    {
        File.WriteAllText(settings, json);

        Assert.Contains(expected, Assert.Throws<SerialException>(() => GatewayFile.Load(settings)).Message, StringComparison.Ordinal);
    }
}
