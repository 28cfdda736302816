namespace ZhiSan.Edge.DeviceProject;

/// <summary>A file to put onto the device.</summary>
/// <param name="Source">File on this computer.</param>
/// <param name="Destination">File on the device, for example <c>I:\gateway.json</c>.</param>
public sealed record FlashFile(string Source, string Destination);
