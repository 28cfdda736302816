using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// One run of a test class as the device's launcher does it: all of it, in its order, once. xunit then asks for the outcomes
/// one by one.
/// </summary>
public sealed class PortableClassRun
{
    private static readonly ConcurrentDictionary<Type, Lazy<PortableClassRun>> Runs = new();

    private readonly Dictionary<string, PortableOutcome> _outcomes = [];

    /// <summary>Runs a class now.</summary>
    /// <param name="type">A test class.</param>
    public PortableClassRun(Type type)
    {
        object? instance = type.IsAbstract ? null : Activator.CreateInstance(type, nonPublic: true);
        string? classSkipped = null;
        foreach (PortableTest test in PortableCatalog.TestsOf(type))
        {
            PortableOutcome outcome = classSkipped is null
                ? Run(test, instance)
                : new PortableOutcome(null, classSkipped, 0, "");
            if (test.Kind == PortableTestKind.Setup && outcome.SkipReason is not null)
            {
                // The device's rule: a skipped setup skips all that follows. A failed one does not.
                classSkipped = $"{test.Method!.Name}: {outcome.SkipReason}";
            }

            _outcomes[test.Key] = outcome;
        }
    }

    /// <summary>The one run of a class in this process.</summary>
    /// <param name="type">A test class.</param>
    public static PortableClassRun Of(Type type) =>
        Runs.GetOrAdd(type, t => new Lazy<PortableClassRun>(() => new PortableClassRun(t))).Value;

    /// <summary>How a test of the class ended.</summary>
    /// <param name="key">Its <see cref="PortableTest.Key"/>.</param>
    public PortableOutcome Outcome(string key) => _outcomes[key];

    private static PortableOutcome Run(PortableTest test, object? instance)
    {
        using var output = new StringWriter();
        OutputHelper.Capture = output;
        long start = Stopwatch.GetTimestamp();
        Exception? failure = null;
        string? skipReason = null;
        try
        {
            Invoke(test, instance);
        }
        catch (SkipTestException skip)
        {
            skipReason = skip.Message;
        }
        catch (Exception ex)
        {
            failure = ex;
        }
        finally
        {
            OutputHelper.Capture = null;
        }

        return new PortableOutcome(failure, skipReason, (decimal)Stopwatch.GetElapsedTime(start).TotalSeconds, output.ToString());
    }

    private static void Invoke(PortableTest test, object? instance)
    {
        if (test.Method is null)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, PortableRules.Violations(test.Type)));
        }

        test.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, test.Arguments, null);
    }
}
