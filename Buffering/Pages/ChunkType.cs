namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>The pieces that pages are made of. The two highest bits of a chunk's first byte.</summary>
public static class ChunkType
{
    /// <summary>Begins a page: header and first rows.</summary>
    public const int Open = 1;

    /// <summary>More rows of the page begun.</summary>
    public const int Continue = 2;

    /// <summary>Ends the page: its MAC.</summary>
    public const int Seal = 3;
}
