using System;

namespace ZhiSan.Edge.Serial;

/// <summary>How a gateway is provisioned.</summary>
public sealed record ProvisioningOptions
{
    /// <summary>What it is to be.</summary>
    public required GatewayFile File { get; init; }

    /// <summary>The PIN it has, or gets when it has the factory's. Asked for only when it is needed.</summary>
    public required Func<string> Pin { get; init; }

    /// <summary>
    /// The device key of the file's gateway, 32 bytes; null when there is none yet. A key must be safe on this side before the
    /// gateway gets it: records under a key that nobody else has are worth nothing.
    /// </summary>
    public required Func<byte[]?> FindKey { get; init; }

    /// <summary>Makes that key and keeps it.</summary>
    public required Func<byte[]> MakeKey { get; init; }

    /// <summary>Only say what would be changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether a gateway that is another one may become this one.</summary>
    public bool Rename { get; init; }

    /// <summary>Whether a gateway with a key that is not ours may get ours.</summary>
    public bool ReplaceKey { get; init; }

    /// <summary>The firmware that it must run; null takes any.</summary>
    public string? Firmware { get; init; }

    /// <summary>The acceptance test's command; null for none.</summary>
    public string? Test { get; init; } = "test";

    /// <summary>Pause between two looks whether the gateway is back from a restart, in milliseconds.</summary>
    public int RestartPauseMs { get; init; } = 250;

    /// <summary>Told what happens: a step's name, and what came of it.</summary>
    public Action<string, string> Say { get; init; } = static (_, _) => { };
}
