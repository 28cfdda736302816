using System.Collections.Generic;
using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// A portable test class in which every outcome happens. It is not in the portable assembly: only <see cref="BridgeTests"/>
/// runs it.
/// </summary>
[TestClass]
internal static class BridgeFixture
{
    /// <summary>The calls in their order.</summary>
    internal static readonly List<string> Calls = [];

    [Cleanup]
    public static void Clean() => Calls.Add("cleanup");

    [DataRow(1, "a")]
    [DataRow(2, "b")]
    [TestMethod]
    public static void Takes_rows(int number, string text)
    {
        Calls.Add($"row {number}{text}");
        Assert.AreEqual(1, number);
    }

    [TestMethod]
    public static void Passes()
    {
        Calls.Add("passes");
        OutputHelper.WriteLine("heard");
    }

    [TestMethod]
    public static void Fails()
    {
        Calls.Add("fails");
        Assert.AreEqual(3, 4, "arithmetic");
    }

    [TestMethod]
    public static void Skips()
    {
        Calls.Add("skips");
        Assert.SkipTest("no board");
    }

    [Setup]
    public static void Prepare() => Calls.Add("setup");
}
