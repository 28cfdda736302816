namespace ZhiSan.Edge.Bench;

/// <summary>How dense the journal keeps a workload of another shape.</summary>
/// <param name="Name">The shape.</param>
/// <param name="Rows">Rows stored.</param>
/// <param name="Channels">Channels of each scan.</param>
/// <param name="BytesPerReading">Bytes on flash a reading, everything included.</param>
/// <param name="EntropyBytesPerReading">Entropy of order 0.</param>
/// <param name="RatioToRaw">Bytes on flash over those of the plain values: four each, four for a scan's time, and the events' bodies.</param>
public sealed record ShapeFigures(string Name, int Rows, int Channels, double BytesPerReading, double EntropyBytesPerReading, double RatioToRaw);
