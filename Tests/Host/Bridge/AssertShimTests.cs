using System;
using System.Collections;
using TestFrameworkShared;
using Xunit;
using Assert = Xunit.Assert;
using Shim = nanoFramework.TestFramework.Assert;
using ShimCollection = nanoFramework.TestFramework.CollectionAssert;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>Assertions that cannot fail prove nothing: each of the shim's fails when it should.</summary>
public sealed class AssertShimTests
{
    private static readonly object One = new();

    public static TheoryData<string, Action> Failing => new()
    {
        { "int", () => Shim.AreEqual(1, 2) },
        { "long", () => Shim.AreEqual(1L, 2) },
        { "byte", () => Shim.AreEqual((byte)1, (byte)2) },
        { "bool", () => Shim.AreEqual(true, false) },
        { "double", () => Shim.AreEqual(1.0, 1.1) },
        { "text", () => Shim.AreEqual("a", "A") },
        { "text null", () => Shim.AreEqual(null, "a") },
        { "boxed types", () => Shim.AreEqual((object)1, (object)1L) },
        { "arrays by reference", () => Shim.AreEqual(new[] { 1 }, new[] { 1 }) },
        { "equal", () => Shim.AreNotEqual(1, 1) },
        { "equal text", () => Shim.AreNotEqual("a", "a") },
        { "true", () => Shim.IsTrue(false) },
        { "false", () => Shim.IsFalse(true) },
        { "null", () => Shim.IsNull(One) },
        { "not null", () => Shim.IsNotNull(null) },
        { "same", () => Shim.AreSame(One, new object()) },
        { "not same", () => Shim.AreNotSame(One, One) },
        { "derived type", () => Shim.IsInstanceOfType(new ArgumentNullException(), typeof(ArgumentException)) },
        { "wrong type", () => Shim.IsNotInstanceOfType("a", typeof(string)) },
        { "contains", () => Shim.Contains("x", "abc") },
        { "contains in null", () => Shim.Contains("x", null) },
        { "does not contain", () => Shim.DoesNotContains("b", "abc") },
        { "ends", () => Shim.EndsWith("b", "abc") },
        { "starts", () => Shim.StartsWith("b", "abc") },
        { "throws nothing", () => Shim.ThrowsException(typeof(ArgumentException), () => { }) },
        { "throws derived", () => Shim.ThrowsException(typeof(ArgumentException), () => throw new ArgumentNullException()) },
        { "element", () => ShimCollection.AreEqual(new[] { 1, 2 }, new[] { 1, 3 }) },
        { "length", () => ShimCollection.AreEqual(new[] { 1, 2 }, new[] { 1 }) },
        { "element type", () => ShimCollection.AreEqual(new[] { 1 }, new[] { 1L }) },
        { "collection null", () => ShimCollection.AreEqual(null, new[] { 1 }) },
        { "equal elements", () => ShimCollection.AreNotEqual(new[] { 1 }, new[] { 1 }) },
        { "empty", () => ShimCollection.Empty(new[] { 1 }) },
        { "not empty", () => ShimCollection.NotEmpty(new ArrayList()) },
    };

    [Theory]
    [MemberData(nameof(Failing), DisableDiscoveryEnumeration = true)]
    public void An_assertion_that_does_not_hold_fails(string name, Action assertion)
    {
        var failure = Assert.Throws<AssertFailedException>(assertion);

        Assert.Contains("failed.", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void An_assertion_that_holds_passes()
    {
        Shim.AreEqual(1, 1);
        Shim.AreEqual("a", "a");
        Shim.AreEqual((string?)null, null);
        Shim.AreNotEqual(1, 2);
        Shim.IsNotNull(One);
        Shim.IsInstanceOfType("a", typeof(string));
        Shim.IsNotInstanceOfType(null, typeof(string));
        Shim.Contains("b", "abc");
        Shim.ThrowsException(typeof(InvalidOperationException), () => throw new InvalidOperationException());
        ShimCollection.AreEqual(new[] { 1, 2 }, new[] { 1, 2 });
        ShimCollection.AreNotEqual(new[] { 1 }, new[] { 2 });
    }

    [Fact]
    public void A_failure_quotes_the_expression_when_there_is_no_message()
    {
        bool ready = false;

        var failure = Assert.Throws<AssertFailedException>(() => Shim.IsTrue(ready));

        Assert.Equal("Assert.IsTrue failed. ready", failure.Message);
    }
}
