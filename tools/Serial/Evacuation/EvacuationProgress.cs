namespace ZhiSan.Edge.Serial;

/// <summary>How far an evacuation is.</summary>
/// <param name="Runs">Runs taken so far.</param>
/// <param name="Bytes">Bytes of runs taken so far.</param>
/// <param name="OfBytes">About how many there are to take; 0 when the gateway did not say.</param>
/// <param name="SecondsLeft">Seconds left at the pace so far; at the console's 115,200 baud while there is none.</param>
public sealed record EvacuationProgress(int Runs, long Bytes, long OfBytes, int SecondsLeft);
