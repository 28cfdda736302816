namespace ZhiSan.Edge.Serial;

/// <summary>What an evacuation brought.</summary>
/// <param name="Gateway">Whose records they are.</param>
/// <param name="Epoch">Epoch of its journal.</param>
/// <param name="Through">The last record.</param>
/// <param name="Runs">Runs taken this time.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Lost">Records that the gateway could not read any more, of the whole file.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CableLosses">How often the cable fell out.</param>
public sealed record EvacuationResult(
    string Gateway, uint Epoch, long Through, int Runs, long Bytes, long Lost, double Seconds, int CableLosses);
