using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.Serial;

/// <summary>What was done to a gateway, for the file. Holds no secret.</summary>
public sealed record ProvisioningReport
{
    /// <summary>Whether it is done and no test failed, which says little while <see cref="Acceptance"/> is empty; null for a dry run.</summary>
    public bool? Passed { get; init; }

    /// <summary>Site and gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>The gateway's firmware.</summary>
    public required string Firmware { get; init; }

    /// <summary>Who it was before.</summary>
    public required string Before { get; init; }

    /// <summary>Every setting of the file and the device key: what it is, and whether this run changed it or found it right.</summary>
    public required IReadOnlyList<ProvisionedSetting> Settings { get; init; }

    /// <summary>Whether the device key was new to this gateway.</summary>
    public required bool KeyIsNew { get; init; }

    /// <summary>What tells device keys apart and says nothing about them.</summary>
    public string KeyPrint { get; init; } = string.Empty;

    /// <summary>Revision of the configuration that was read back.</summary>
    public long Revision { get; init; }

    /// <summary>Settings that were read back and compared.</summary>
    public int Verified { get; init; }

    /// <summary>Whether network settings are still on trial.</summary>
    public bool OnTrial { get; init; }

    /// <summary>The acceptance test.</summary>
    public IReadOnlyList<AcceptanceStep> Acceptance { get; init; } = [];

    /// <summary>How often the cable fell out on the way.</summary>
    public int CableLosses { get; init; }
}
