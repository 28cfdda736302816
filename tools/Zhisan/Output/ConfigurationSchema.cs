using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>The schema of the configuration, as the firmware has it, for people, programs and pages.</summary>
internal static class ConfigurationSchema
{
    /// <summary>Every key.</summary>
    public static IReadOnlyList<ConfigurationKey> Keys { get; } = Enumerable.Range(0, ConfigurationKeys.Count).Select(Read).ToList();

    /// <summary>The table of CONSOLE.md.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder("| key | type | range | default | flags | meaning | 说明 |\n|---|---|---|---|---|---|---|\n");
        foreach (ConfigurationKey key in Keys)
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{key.Key}` | {key.Type} | {Range(key)} | {Shown(key.Default)} | {Flags(key)} | {key.Help} | {key.HelpZh} |\n");
        }

        return table.ToString();
    }

    /// <summary>A list for a terminal.</summary>
    public static string Text(bool isChinese)
    {
        var text = new StringBuilder();
        foreach (ConfigurationKey key in Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key.Key,-16} {key.Type,-7} {key.Default,-13} {(isChinese ? key.HelpZh : key.Help)}");
            text.Append(key.Choices != null ? $" ({string.Join(", ", key.Choices)})" : string.Empty).Append('\n');
        }

        return text.ToString();
    }

    private static ConfigurationKey Read(int index)
    {
        string[] parts = ConfigurationKeys.Row(index).Split('|');
        bool hasChoices = parts[1] is "w" or "s";
        bool hasRange = parts[1] is not ("w" or "f");
        return new ConfigurationKey(
            parts[0],
            TypeName(parts[1]),
            hasRange ? long.Parse(parts[2], CultureInfo.InvariantCulture) : null,
            hasRange ? long.Parse(parts[3], CultureInfo.InvariantCulture) : null,
            parts[4],
            hasChoices || parts[5].Length == 0 ? null : parts[5],
            hasChoices ? parts[5].Split('/') : null,
            ConfigurationKeys.NeedsReboot(index),
            ConfigurationKeys.IsSecret(index),
            ConfigurationKeys.IsNetwork(index),
            parts[7],
            parts[8]);
    }

    private static string TypeName(string letter) => letter switch
    {
        "i" => "id",
        "t" => "text",
        "n" => "number",
        "f" => "flag",
        "w" => "word",
        "x" => "hex",
        "s" => "sensor",
        _ => throw new InvalidOperationException($"type {letter}"),
    };

    private static string Range(ConfigurationKey key) => key.Choices != null && key.Type == "word"
        ? string.Join(", ", key.Choices)
        : key.Min == null ? "true, false" : $"{key.Min}..{key.Max}{(key.Unit == null ? string.Empty : " " + key.Unit)}{(key.Type == "number" ? string.Empty : " long")}";

    private static string Shown(string value) => value.Length == 0 ? "-" : $"`{value}`";

    private static string Flags(ConfigurationKey key)
    {
        string flags = string.Join(", ", new[] { key.NeedsReboot ? "restart" : null, key.OnTrial ? "trial" : null, key.Secret ? "secret" : null }.Where(f => f != null));
        return flags.Length == 0 ? "-" : flags;
    }
}
