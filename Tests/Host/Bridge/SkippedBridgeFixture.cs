using System;
using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>A portable test class whose setup says that it cannot run here.</summary>
[TestClass]
internal static class SkippedBridgeFixture
{
    [Setup]
    public static void Prepare() => Assert.SkipTest("no radio");

    [TestMethod]
    public static void Must_not_run() => throw new InvalidOperationException("ran");
}
