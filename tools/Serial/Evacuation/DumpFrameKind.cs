namespace ZhiSan.Edge.Serial;

/// <summary>What a frame of an evacuated file holds.</summary>
public enum DumpFrameKind : byte
{
    /// <summary>Whose records these are; always first.</summary>
    Header = (byte)'H',

    /// <summary>A run of pages, exactly as on <c>&lt;root&gt;/pages</c>.</summary>
    Run = (byte)'R',

    /// <summary>A range that the gateway could not read any more.</summary>
    Lost = (byte)'L',

    /// <summary>How far it goes, with the gateway's signature; always last.</summary>
    End = (byte)'E',
}
