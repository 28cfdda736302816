namespace ZhiSan.Edge.Serial;

/// <summary>Whose records a dump holds.</summary>
/// <param name="Gateway">Site and gateway, as <c>site/gateway</c>.</param>
/// <param name="Epoch">Epoch of its journal.</param>
/// <param name="Firmware">Firmware that it ran.</param>
/// <param name="All">Whether everything that it still held was asked for, or only what the platform did not have.</param>
public sealed record DumpHeader(string Gateway, uint Epoch, string Firmware, bool All);
