namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// The phases of a test class in the order in which the device's launcher runs them, after our check of its rules.
/// </summary>
public enum PortableTestKind
{
    /// <summary>Reported only when the class breaks a rule of the device's launcher.</summary>
    Rules,

    /// <summary>A method marked <c>[Setup]</c>.</summary>
    Setup,

    /// <summary>A method marked <c>[TestMethod]</c> without data rows.</summary>
    Method,

    /// <summary>One data row of a method.</summary>
    Row,

    /// <summary>A method marked <c>[Cleanup]</c>.</summary>
    Cleanup,
}
