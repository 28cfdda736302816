namespace ZhiSan.Edge.DeviceProject;

/// <summary>A size of module.</summary>
/// <param name="FlashMegabytes">Its flash.</param>
/// <param name="ConfigPartitionKilobytes">The partition in which <c>I:</c> lies.</param>
/// <param name="Segments">Segments of 16 KB that the journal may fill there.</param>
/// <param name="Line">Line in nf.config.</param>
public sealed record NfModule(int FlashMegabytes, int ConfigPartitionKilobytes, int Segments, int Line);
