using System;
using System.IO;
using Xunit;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public sealed class KeyRingTests : IDisposable
{
    private static readonly GatewayId One = new("yunwu", "gw1");
    private static readonly GatewayId Two = new("yunwu", "gw-2");

    private readonly TempFolder _folder = new();

    private string KeyFile => _folder.File("keys.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_saved_is_loaded_and_only_its_owner_may_read_it()
    {
        var ring = new KeyRing();
        ring.Set(One, TestGateway.KeyOf(1));
        ring.Set(Two, TestGateway.KeyOf(0xAB));
        ring.Save(KeyFile);
        ring.Save(KeyFile);

        var loaded = KeyRing.Load(KeyFile);

        Assert.Equal([Two, One], loaded.Gateways);
        Assert.Equal(TestGateway.KeyOf(0xAB), loaded.Find(Two));
        Assert.Null(loaded.Find(new GatewayId("yunwu", "gw3")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Theory]
    [InlineData("yunwu/gw1")]
    [InlineData("yunwu/gw1 0102")]
    [InlineData("yunwu/gw1 zz01010101010101010101010101010101010101010101010101010101010101")]
    [InlineData("Yunwu/gw1 0101010101010101010101010101010101010101010101010101010101010101")]
    [InlineData("yunwu/gw1/x 0101010101010101010101010101010101010101010101010101010101010101")]
    [InlineData("yunwu 0101010101010101010101010101010101010101010101010101010101010101")]
    public void A_malformed_line_is_named_by_its_number_and_no_key_is_shown(string line)
    {
        WriteKeys("# comment\n\n" + line + "\n");

        var exception = Assert.Throws<CollectorException>(() => KeyRing.Load(KeyFile));

        Assert.Contains("Line 3", exception.Message);
        Assert.DoesNotContain("0101", exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void A_gateway_named_twice_is_an_error()
    {
        var line = $"yunwu/gw1 {Convert.ToHexString(TestGateway.KeyOf(1))}\n";
        WriteKeys(line + line);
        Assert.Contains("second time", Assert.Throws<CollectorException>(() => KeyRing.Load(KeyFile)).Message);
    }

    [Fact]
    public void A_file_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Windows has no file modes; the folder's access list does it there.
        }

        new KeyRing().Save(KeyFile);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<CollectorException>(() => KeyRing.Load(KeyFile)).Message);
    }

    [Fact]
    public void A_missing_file_says_what_to_do()
    {
        Assert.Contains("provision", Assert.Throws<CollectorException>(() => KeyRing.Load(KeyFile)).Message);
        Assert.Contains("provision", Assert.Throws<CollectorException>(() => KeyRing.Load(_folder.File("no/such/file"))).Message);
    }

    [Fact]
    public void A_gateway_provisioned_later_is_found_without_a_restart_and_a_broken_file_takes_no_key_away()
    {
        var ring = new KeyRing();
        ring.Set(One, TestGateway.KeyOf(1));
        ring.Save(KeyFile);
        var running = KeyRing.Load(KeyFile);
        Assert.Null(running.Find(Two));

        ring.Set(Two, TestGateway.KeyOf(2));
        ring.Save(KeyFile);
        Assert.NotNull(running.Find(Two));

        WriteKeys("half a li");
        Assert.Null(running.Find(new GatewayId("yunwu", "gw3")));
        Assert.NotNull(running.Find(One));
    }

    [Theory]
    [InlineData("a", "")]
    [InlineData("", "a")]
    [InlineData("a", "b/c")]
    [InlineData("a", "+")]
    [InlineData("ä", "b")]
    [InlineData("a", "123456789012345678901234567890123")]
    public void A_name_outside_of_the_rules_gets_no_key(string site, string gateway) =>
        Assert.Throws<ArgumentException>(() => new KeyRing().Set(new GatewayId(site, gateway), TestGateway.KeyOf(1)));

    private void WriteKeys(string text)
    {
        new KeyRing().Save(KeyFile);
        File.WriteAllText(KeyFile, text);
    }
}
