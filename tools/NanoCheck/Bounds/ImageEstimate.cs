namespace ZhiSan.Edge.NanoCheck;

/// <summary>Estimated size of assemblies merged into one nanoFramework PE file, in bytes, by part.</summary>
/// <param name="Tables">Header and metadata tables.</param>
/// <param name="Strings">String table: names and literals. A PE file holds at most 65,535 bytes of them.</param>
/// <param name="Signatures">Signature table, with constant tables.</param>
/// <param name="ByteCode">Method bodies. A PE file holds at most 65,535 bytes of them.</param>
public sealed record ImageEstimate(int Tables, int Strings, int Signatures, int ByteCode)
{
    /// <summary>All parts.</summary>
    public int Total => Tables + Strings + Signatures + ByteCode;
}
