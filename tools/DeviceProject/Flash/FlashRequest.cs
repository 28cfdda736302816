using System.Collections.Generic;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>What is to be flashed.</summary>
public sealed record FlashRequest
{
    /// <summary>nf.config.</summary>
    public required NfConfig Config { get; init; }

    /// <summary>Serial port.</summary>
    public required string Port { get; init; }

    /// <summary>Whether nanoCLR is written.</summary>
    public bool UpdateNanoClr { get; init; }

    /// <summary>Whether all of the flash is erased before: Wi-Fi, certificates, journal, everything. Only with nanoCLR.</summary>
    public bool EraseAll { get; init; }

    /// <summary>The application (a .bin of the .nfproj's Release build), or null.</summary>
    public string? Image { get; init; }

    /// <summary>Files for the device's storage.</summary>
    public IReadOnlyList<FlashFile> Files { get; init; } = [];

    /// <summary>Folder that takes a copy of the whole flash first, or null.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>What the gateway said about unsent records; needed when something is erased.</summary>
    public Backlog Backlog { get; init; } = Backlog.Unknown;

    /// <summary>How many records were evacuated and verified just before.</summary>
    public long EvacuatedRecords { get; init; }

    /// <summary>What the person typed to permit an erase, or null.</summary>
    public string? ConfirmationWords { get; init; }
}
