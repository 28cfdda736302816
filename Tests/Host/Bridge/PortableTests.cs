namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// All portable tests, run as the device's launcher runs them. One class alone: <c>dotnet test --filter
/// DisplayName~SamplerTests</c>.
/// </summary>
public sealed class PortableTests
{
    [PortableTests("ZhiSan.Edge.Tests.Portable")]
    public void Portable()
    {
        // Never called: PortableTestDiscoverer puts the portable tests in its place.
    }
}
