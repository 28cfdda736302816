namespace ZhiSan.Edge.NanoCheck;

/// <summary>Measured bounds of one assembly, or of all that go into the device image.</summary>
/// <param name="Name">Assembly name, or <c>device image</c>.</param>
/// <param name="IsInImage">Whether it goes onto the device and counts for the budgets.</param>
/// <param name="Types">Number of types.</param>
/// <param name="Methods">Number of methods.</param>
/// <param name="LargestMethod">Name of the method with the most byte code.</param>
/// <param name="LargestMethodBytes">Its size in bytes on the device.</param>
/// <param name="StaticDataBytes">Constant tables, plus 12 bytes of heap per static field.</param>
/// <param name="Image">Estimated size as a nanoFramework PE file.</param>
public sealed record AssemblyBounds(
    string Name, bool IsInImage, int Types, int Methods, string LargestMethod, int LargestMethodBytes, int StaticDataBytes, ImageEstimate Image);
