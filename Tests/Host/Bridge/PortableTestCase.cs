using System;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// A portable test in xunit's eyes. It reports by itself instead of calling a method through xunit's runner: xunit 2 can skip a
/// test while it runs only in this way, and a skip must not look like a pass.
/// </summary>
public sealed class PortableTestCase : XunitTestCase
{
    private const int TypeArgument = 0;
    private const int KeyArgument = 1;
    private const int NameArgument = 2;

    /// <summary>Called when xunit brings a discovered case back from its serialised form.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("for deserialisation")]
    public PortableTestCase()
    {
    }

    /// <summary>Wraps a portable test.</summary>
    /// <param name="diagnostics">Where xunit's diagnostic messages go.</param>
    /// <param name="testMethod">The method that stands for all portable tests.</param>
    /// <param name="test">The portable test.</param>
    public PortableTestCase(IMessageSink diagnostics, ITestMethod testMethod, PortableTest test)
        : base(
            diagnostics,
            TestMethodDisplay.Method,
            TestMethodDisplayOptions.None,
            testMethod,
            [test.Type.AssemblyQualifiedName!, test.Key, test.DisplayName])
    {
    }

    /// <inheritdoc/>
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        PortableOutcome outcome = FindOutcome();
        var test = new XunitTest(this, DisplayName);
        IMessageSinkMessage result = outcome switch
        {
            { SkipReason: { } reason } => new TestSkipped(test, reason),
            { Failure: { } failure } => new TestFailed(test, outcome.Seconds, outcome.Output, failure),
            _ => new TestPassed(test, outcome.Seconds, outcome.Output),
        };
        var summary = new RunSummary
        {
            Total = 1,
            Failed = result is TestFailed ? 1 : 0,
            Skipped = result is TestSkipped ? 1 : 0,
            Time = outcome.Seconds,
        };

        IMessageSinkMessage[] messages =
        [
            new TestCaseStarting(this),
            new TestStarting(test),
            result,
            new TestFinished(test, outcome.Seconds, outcome.Output),
            new TestCaseFinished(this, summary.Time, summary.Total, summary.Failed, summary.Skipped),
        ];
        foreach (IMessageSinkMessage message in messages)
        {
            if (!messageBus.QueueMessage(message))
            {
                cancellationTokenSource.Cancel();
            }
        }

        return Task.FromResult(summary);
    }

    /// <inheritdoc/>
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        (string)TestMethodArguments[NameArgument];

    private PortableOutcome FindOutcome()
    {
        try
        {
            var type = Type.GetType((string)TestMethodArguments[TypeArgument], throwOnError: true)!;
            return PortableClassRun.Of(type).Outcome((string)TestMethodArguments[KeyArgument]);
        }
        catch (Exception ex)
        {
            // A test that was discovered but cannot be found or constructed any more is a failure, not a hole in the report.
            return new PortableOutcome(ex, null, 0, "");
        }
    }
}
