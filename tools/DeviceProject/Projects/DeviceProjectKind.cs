namespace ZhiSan.Edge.DeviceProject;

/// <summary>
/// The nanoFramework projects. An assembly holds at most 65,535 bytes of byte code, so the firmware is three; each refers to
/// those before it.
/// </summary>
public enum DeviceProjectKind
{
    /// <summary>Firmware/Library/Library.nfproj: journal and sensors.</summary>
    Library,

    /// <summary>Firmware/CoreLibrary/CoreLibrary.nfproj: the gateway.</summary>
    CoreLibrary,

    /// <summary>Firmware/Firmware.nfproj: the application, with drivers and adapters.</summary>
    Firmware,

    /// <summary>Tests/Tests.nfproj: the portable tests on the device or nanoCLR.</summary>
    Tests,
}
