using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.Console;

/// <summary>The console's page, its help, the schema and nf.config say the same.</summary>
public sealed class ConsoleDocumentTests
{
    private const int HelpColumn = 31;

    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "Firmware", "Core", "Console", "CONSOLE.md"));

    [Fact]
    public void The_table_of_keys_is_the_schema()
    {
        Assert.Contains(ConfigurationSchema.Markdown(), Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_commands_is_the_table()
    {
        Assert.Contains(CommandList(), Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_has_a_name_of_its_own_a_good_default_and_help_in_two_languages()
    {
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            string[] parts = ConfigurationKeys.Row(i).Split('|');
            Assert.Equal(9, parts.Length);
            Assert.Equal(i, ConfigurationKeys.Find(parts[0]));
            Assert.True(parts[4].Length == 0 || ConfigurationKeys.Accepts(i, parts[4]), parts[0]);
            Assert.All(parts[7..], help => Assert.NotEmpty(help));
            Assert.True(parts[8].Any(c => c > 0x2E80), parts[0]);
            Assert.True(parts[0].Length <= 16, parts[0]);
            Assert.True(parts[0].All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '.'), parts[0]);
        }
    }

    // Two constants with one number would hide a key.
    [Fact]
    public void Every_constant_names_its_own_key()
    {
        int[] numbers = [.. typeof(ConfigurationKeys).GetFields().Where(field => field.Name is not ("Count" or "SensorCount")).Select(field => (int)field.GetRawConstantValue()!)];
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.Equal(ConfigurationKeys.Count, numbers.Length + ConfigurationKeys.SensorCount - 1);
        Assert.Equal("sensor6", ConfigurationKeys.Name(ConfigurationKeys.Sensor1 + ConfigurationKeys.SensorCount - 1));
    }

    [Fact]
    public void Help_is_within_eighty_columns_in_both_languages()
    {
        for (int i = 0; i < CommandTable.Count; i++)
        {
            string[] parts = CommandTable.Row(i).Split('|');
            int help = Math.Max(HelpColumn, parts[0].Length + (parts.Length > 4 ? parts[4].Length : 0) + 3);
            Assert.True(help + Columns(parts[2]) + 2 <= 80, parts[0]);
            Assert.True(help + Columns(parts[3]) + 2 <= 80, parts[0]);
            Assert.True(parts[3].Any(c => c > 0x2E80), parts[0]);
        }
    }

    [Fact]
    public void Defaults_are_those_of_nf_config()
    {
        NfConfig config = NfConfig.Load(Path.Combine(Repository.Root, NfConfig.FileName));
        Assert.Equal(config.PeriodSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture), ConfigurationKeys.Default(ConfigurationKeys.Period));
        Assert.Equal(config.SntpServer, ConfigurationKeys.Default(ConfigurationKeys.Sntp));
        int smallest = config.Modules.Min(m => m.Segments);
        Assert.Equal(smallest.ToString(System.Globalization.CultureInfo.InvariantCulture), ConfigurationKeys.Default(ConfigurationKeys.Segments));
    }

    [Theory]
    [InlineData("tea-garden", "0123456789abcdef")]
    [InlineData("123456", "")]
    public void The_hash_of_a_pin_is_pbkdf2(string pin, string salt)
    {
        var hash = new Pbkdf2(pin, salt);
        while (!hash.Step())
        {
        }

        byte[] expected = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(pin), Encoding.UTF8.GetBytes(salt), Pbkdf2.Iterations, HashAlgorithmName.SHA256, 32);
        Assert.Equal(Convert.ToHexStringLower(expected), hash.Hex());
    }

    internal static string CommandList()
    {
        var list = new StringBuilder("```\n");
        for (int i = 0; i < CommandTable.Count; i++)
        {
            string[] parts = CommandTable.Row(i).Split('|');
            string usage = parts[0] + (parts.Length > 4 ? " " + parts[4] : string.Empty);
            list.Append($"{usage,-30} {parts[2]}{(parts[1].Length > 0 ? " *" : string.Empty)}\n");
        }

        return list.Append("```\n").ToString();
    }

    private static int Columns(string text) => text.Sum(c => c >= 0x1100 ? 2 : 1);
}
