namespace ZhiSan.Edge.DeviceProject;

/// <summary>The two nanoFramework projects.</summary>
public enum DeviceProjectKind
{
    /// <summary>Firmware/Firmware.nfproj: the application.</summary>
    Firmware,

    /// <summary>Tests/Tests.nfproj: the portable tests on the device or nanoCLR.</summary>
    Tests,
}
