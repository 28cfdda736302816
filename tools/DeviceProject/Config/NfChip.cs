namespace ZhiSan.Edge.DeviceProject;

/// <summary>A chip, and where nanoCLR's partition table has the application on it.</summary>
/// <param name="Name">For example <c>esp32c3</c>.</param>
/// <param name="DeployAddress">First byte of the deployment region.</param>
/// <param name="DeployKilobytes">Size of the region.</param>
/// <param name="Line">Line in nf.config.</param>
public sealed record NfChip(string Name, int DeployAddress, int DeployKilobytes, int Line);
