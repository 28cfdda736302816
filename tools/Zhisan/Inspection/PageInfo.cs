namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>One page found in a segment.</summary>
/// <param name="File">File it lies in.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">Bytes without its seal.</param>
/// <param name="First">First sequence number.</param>
/// <param name="Last">Last sequence number.</param>
/// <param name="Boot">Boot of its first row.</param>
/// <param name="Sealed">Whether it is sealed.</param>
/// <param name="Mac">verified, mismatch, or unchecked when there is no key or no seal.</param>
internal sealed record PageInfo(string File, int Offset, int Bytes, long First, long Last, uint Boot, bool Sealed, string Mac);
