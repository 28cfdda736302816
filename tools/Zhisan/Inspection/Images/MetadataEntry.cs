namespace ZhiSan.Edge.Cli.Inspection.Images;

/// <summary>One id of a littlefs metadata block: a file, a folder, or the superblock.</summary>
internal sealed class MetadataEntry
{
    /// <summary>Its name, UTF-8.</summary>
    public byte[] Name { get; set; } = [];

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder { get; set; }

    /// <summary>Whether it is the superblock.</summary>
    public bool IsSuperblock { get; set; }

    /// <summary>Whether <see cref="Struct"/> is the file's content, and not where it lies.</summary>
    public bool IsInline { get; set; }

    /// <summary>What the newest structure tag says.</summary>
    public byte[] Struct { get; set; } = [];
}
