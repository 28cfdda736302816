using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using TestFrameworkShared;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>Who watches the watchmen: the bridge tells failures as failures, and misses nothing.</summary>
public sealed class BridgeTests
{
    private static PortableClassRun FixtureRun => PortableClassRun.Of(typeof(BridgeFixture));

    [Fact]
    public void It_finds_the_portable_tests()
    {
        Assembly assembly = Assembly.Load("ZhiSan.Edge.Tests.Portable");

        PortableTest[] tests = PortableCatalog.ClassesOf(assembly).SelectMany(PortableCatalog.TestsOf).ToArray();

        Assert.NotEmpty(tests);
        Assert.Equal(tests.Length, tests.Select(t => t.Key).Distinct().Count());
    }

    [Fact]
    public void A_class_runs_in_the_order_of_the_device_launcher()
    {
        _ = FixtureRun;

        Assert.Equal(["setup", "passes", "fails", "skips", "row 1a", "row 2b", "cleanup"], BridgeFixture.Calls);
    }

    [Fact]
    public void Each_method_and_each_data_row_is_one_test_with_a_readable_name()
    {
        string[] names = PortableCatalog.TestsOf(typeof(BridgeFixture)).Select(t => t.DisplayName).ToArray();

        string[] expected =
        [
            "Portable: BridgeFixture.Prepare() [Setup]",
            "Portable: BridgeFixture.Passes()",
            "Portable: BridgeFixture.Fails()",
            "Portable: BridgeFixture.Skips()",
            "Portable: BridgeFixture.Takes_rows(1, \"a\")",
            "Portable: BridgeFixture.Takes_rows(2, \"b\")",
            "Portable: BridgeFixture.Clean() [Cleanup]",
        ];
        Assert.Equal(expected, names);
    }

    [Theory]
    [InlineData("Prepare", 0, typeof(TestPassed))]
    [InlineData("Passes", 0, typeof(TestPassed))]
    [InlineData("Fails", 0, typeof(TestFailed))]
    [InlineData("Skips", 0, typeof(TestSkipped))]
    [InlineData("Takes_rows", 0, typeof(TestPassed))]
    [InlineData("Takes_rows", 1, typeof(TestFailed))]
    [InlineData("Clean", 0, typeof(TestPassed))]
    public async Task An_outcome_is_told_to_xunit_as_it_was(string method, int row, Type message)
    {
        PortableTest test = PortableCatalog.TestsOf(typeof(BridgeFixture)).Single(t => t.Method!.Name == method && t.Row == row);
        using var bus = new CollectingMessageBus();

        RunSummary summary = await Report(test, bus);

        Assert.Equal(1, summary.Total);
        Assert.Equal(message == typeof(TestFailed) ? 1 : 0, summary.Failed);
        Assert.Equal(message == typeof(TestSkipped) ? 1 : 0, summary.Skipped);
        Type[] expected =
        [
            typeof(TestCaseStarting), typeof(TestStarting), message, typeof(TestFinished), typeof(TestCaseFinished),
        ];
        Assert.Equal(expected, bus.Messages.Select(m => m.GetType()));
    }

    [Fact]
    public void A_failure_says_what_and_why()
    {
        PortableOutcome outcome = OutcomeOf("Fails");

        var failure = Assert.IsType<AssertFailedException>(outcome.Failure);
        Assert.Equal("Assert.AreEqual failed. Expected:<3>. Actual:<4>. arithmetic", failure.Message);
        Assert.Contains(nameof(BridgeFixture), failure.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_belongs_to_the_test_that_wrote_it()
    {
        Assert.Equal("heard" + Environment.NewLine, OutcomeOf("Passes").Output);
        Assert.Equal("", OutcomeOf("Skips").Output);
    }

    [Fact]
    public void A_skipped_setup_skips_the_class()
    {
        var run = new PortableClassRun(typeof(SkippedBridgeFixture));

        IEnumerable<string?> reasons = PortableCatalog.TestsOf(typeof(SkippedBridgeFixture))
            .Select(t => run.Outcome(t.Key).SkipReason);

        Assert.Equal(["no radio", "Prepare: no radio"], reasons);
    }

    [Fact]
    public void What_would_break_on_the_device_fails_here()
    {
        var run = new PortableClassRun(typeof(UnruledBridgeFixture));
        PortableTest rules = PortableCatalog.TestsOf(typeof(UnruledBridgeFixture))[0];

        string text = run.Outcome(rules.Key).Failure!.Message;

        Assert.Equal(PortableTestKind.Rules, rules.Kind);
        Assert.Contains("instance field _one", text, StringComparison.Ordinal);
        Assert.Contains("Returns returns a value", text, StringComparison.Ordinal);
        Assert.Contains("Wants_a_long: a data row", text, StringComparison.Ordinal);
        Assert.Contains("Wants_a_row has parameters but no data rows", text, StringComparison.Ordinal);
        Assert.Contains("Hides is not public", text, StringComparison.Ordinal);
        Assert.Equal(5, PortableRules.Violations(typeof(UnruledBridgeFixture)).Count);
    }

    [Fact]
    public void A_test_case_survives_the_way_through_the_test_host()
    {
        PortableTest test = PortableCatalog.TestsOf(typeof(BridgeFixture))
            .Single(t => t.Kind == PortableTestKind.Row && t.Row == 1);
        PortableTestCase sent = CaseOf(test);

        var received = SerializationHelper.Deserialize<PortableTestCase>(SerializationHelper.Serialize(sent));

        Assert.Equal(sent.DisplayName, received.DisplayName);
        Assert.Equal(sent.UniqueID, received.UniqueID);
    }

    private static PortableOutcome OutcomeOf(string method) =>
        FixtureRun.Outcome(PortableCatalog.TestsOf(typeof(BridgeFixture)).Single(t => t.Method!.Name == method).Key);

    private static Task<RunSummary> Report(PortableTest test, IMessageBus bus)
    {
        using var cancellation = new CancellationTokenSource();
        return CaseOf(test).RunAsync(new NullMessageSink(), bus, [], new ExceptionAggregator(), cancellation);
    }

    private static PortableTestCase CaseOf(PortableTest test)
    {
        var assembly = new TestAssembly(Reflector.Wrap(typeof(PortableTests).Assembly));
        var collection = new TestCollection(assembly, null, "bridge");
        var testClass = new TestClass(collection, Reflector.Wrap(typeof(PortableTests)));
        IMethodInfo method = Reflector.Wrap(typeof(PortableTests).GetMethod(nameof(PortableTests.Portable))!);
        return new PortableTestCase(new NullMessageSink(), new TestMethod(testClass, method), test);
    }
}
