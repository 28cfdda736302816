using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>A portable test class that would work here and break on the device, in each way that the rules know.</summary>
[TestClass]
internal sealed class UnruledBridgeFixture
{
    private readonly int _one = 1;

    [TestMethod]
    public void Needs_its_field() => Assert.AreEqual(1, _one);

    [TestMethod]
    public int Returns() => 1;

    [TestMethod]
    [DataRow(1)]
    public void Wants_a_long(long number) => Assert.AreEqual(1L, number);

    [TestMethod]
    public void Wants_a_row(int number) => Assert.AreEqual(1, number);

    [TestMethod]
    internal void Hides()
    {
    }
}
