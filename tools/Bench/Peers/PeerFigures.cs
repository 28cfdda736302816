namespace ZhiSan.Edge.Bench.Peers;

/// <summary>What another way of storing the same rows takes.</summary>
/// <param name="Name">The way.</param>
/// <param name="BytesPerReading">Bytes in its file a reading.</param>
/// <param name="BytesPerRow">Bytes in its file a row.</param>
/// <param name="DaysIn200KiB">Days of rows in 200 KiB.</param>
public sealed record PeerFigures(string Name, double BytesPerReading, double BytesPerRow, double DaysIn200KiB);
