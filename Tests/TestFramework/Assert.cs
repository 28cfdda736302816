using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TestFrameworkShared;

namespace nanoFramework.TestFramework;

/// <summary>
/// Assertions with the names, signatures and meaning of the device's library (version 3.0.77), so that portable tests compile and
/// mean the same on both sides. Its deprecated aliases (<c>Equal</c>, <c>True</c>, <c>Null</c>, <c>Throws</c> and the like) are
/// left out: there they are warnings, and warnings are errors here.
/// </summary>
public sealed partial class Assert
{
    /// <summary>Fails unless the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="message">Added to the failure.</param>
    public static void IsTrue(
        bool condition,
        [CallerArgumentExpression(nameof(condition))] string message = "")
    {
        if (!condition)
        {
            Fail("Assert.IsTrue", "", message);
        }
    }

    /// <summary>Fails if the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="message">Added to the failure.</param>
    public static void IsFalse(
        bool condition,
        [CallerArgumentExpression(nameof(condition))] string message = "")
    {
        if (condition)
        {
            Fail("Assert.IsFalse", "", message);
        }
    }

    /// <summary>Fails unless the value is null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="message">Added to the failure.</param>
    public static void IsNull(object? value, [CallerArgumentExpression(nameof(value))] string message = "")
    {
        if (value is not null)
        {
            Fail("Assert.IsNull", $"Actual:<{Show(value)}>.", message);
        }
    }

    /// <summary>Fails if the value is null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="message">Added to the failure.</param>
    public static void IsNotNull([NotNull] object? value, [CallerArgumentExpression(nameof(value))] string message = "")
    {
        if (value is null)
        {
            Fail("Assert.IsNotNull", "", message);
        }
    }

    /// <summary>Fails unless both are the same object.</summary>
    /// <param name="expected">What the test expects; not a value type.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreSame(
        object? expected,
        object? actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!ReferenceEquals(expected, actual))
        {
            bool boxed = expected is ValueType || actual is ValueType;
            Fail("Assert.AreSame", boxed ? "Boxed values are never the same: use AreEqual." : "", message);
        }
    }

    /// <summary>Fails if both are the same object.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotSame(
        object? notExpected,
        object? actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (ReferenceEquals(notExpected, actual))
        {
            Fail("Assert.AreNotSame", "", message);
        }
    }

    /// <summary>
    /// Fails unless the value's type is exactly the expected one: as on the device, a derived type is not enough.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="expected">The type.</param>
    /// <param name="message">Added to the failure.</param>
    public static void IsInstanceOfType(
        object? value,
        Type expected,
        [CallerArgumentExpression(nameof(value))] string message = "")
    {
        RequireArgument(expected, "Assert.IsInstanceOfType", nameof(expected));
        if (value is null || value.GetType() != expected)
        {
            Fail("Assert.IsInstanceOfType", $"Expected type:<{expected}>. Actual type:<{Show(value?.GetType())}>.", message);
        }
    }

    /// <summary>Fails if the value's type is exactly this one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="notExpected">The type.</param>
    /// <param name="message">Added to the failure.</param>
    public static void IsNotInstanceOfType(
        object? value,
        Type notExpected,
        [CallerArgumentExpression(nameof(value))] string message = "")
    {
        RequireArgument(notExpected, "Assert.IsNotInstanceOfType", nameof(notExpected));
        if (value is not null && value.GetType() == notExpected)
        {
            Fail("Assert.IsNotInstanceOfType", $"Wrong type:<{notExpected}>.", message);
        }
    }

    /// <summary>Fails unless a text contains another.</summary>
    /// <param name="expected">The part.</param>
    /// <param name="value">The whole.</param>
    /// <param name="message">Added to the failure.</param>
    public static void Contains(
        string? expected,
        string? value,
        [CallerArgumentExpression(nameof(value))] string message = "")
    {
        RequireArgument(expected, "Assert.Contains", nameof(expected));
        RequireArgument(value, "Assert.Contains", nameof(value));
        if (!value.Contains(expected, StringComparison.Ordinal))
        {
            Fail("Assert.Contains", $"'{value}' does not contain '{expected}'.", message);
        }
    }

    /// <summary>Fails if a text contains another.</summary>
    /// <param name="notExpected">The part.</param>
    /// <param name="value">The whole.</param>
    /// <param name="message">Added to the failure.</param>
    public static void DoesNotContains(
        string? notExpected,
        string? value,
        [CallerArgumentExpression(nameof(value))] string message = "")
    {
        RequireArgument(notExpected, "Assert.DoesNotContains", nameof(notExpected));
        RequireArgument(value, "Assert.DoesNotContains", nameof(value));
        if (value.Contains(notExpected, StringComparison.Ordinal))
        {
            Fail("Assert.DoesNotContains", $"'{value}' should not contain '{notExpected}'.", message);
        }
    }

    /// <summary>Fails unless a text ends with another.</summary>
    /// <param name="expected">The end.</param>
    /// <param name="value">The whole.</param>
    /// <param name="message">Added to the failure.</param>
    public static void EndsWith(
        string? expected,
        string? value,
        [CallerArgumentExpression(nameof(value))] string message = "")
    {
        RequireArgument(expected, "Assert.EndsWith", nameof(expected));
        RequireArgument(value, "Assert.EndsWith", nameof(value));
        if (!value.EndsWith(expected, StringComparison.Ordinal))
        {
            Fail("Assert.EndsWith", $"'{value}' does not end with '{expected}'.", message);
        }
    }

    /// <summary>Fails unless a text starts with another.</summary>
    /// <param name="expected">The start.</param>
    /// <param name="value">The whole.</param>
    /// <param name="message">Added to the failure.</param>
    public static void StartsWith(
        string? expected,
        string? value,
        [CallerArgumentExpression(nameof(value))] string message = "")
    {
        RequireArgument(expected, "Assert.StartsWith", nameof(expected));
        RequireArgument(value, "Assert.StartsWith", nameof(value));
        if (!value.StartsWith(expected, StringComparison.Ordinal))
        {
            Fail("Assert.StartsWith", $"'{value}' does not start with '{expected}'.", message);
        }
    }

    /// <summary>Fails unless the code throws exactly this type of exception, not a derived one.</summary>
    /// <param name="exception">The type.</param>
    /// <param name="action">The code.</param>
    /// <param name="message">Added to the failure.</param>
    public static void ThrowsException(
        Type exception,
        Action action,
        [CallerArgumentExpression(nameof(action))] string message = "")
    {
        RequireArgument(action, "Assert.ThrowsException", nameof(action));
        RequireArgument(exception, "Assert.ThrowsException", nameof(exception));
        Exception? thrown = null;
        try
        {
            action();
        }
        catch (Exception ex)
        {
            thrown = ex;
        }

        if (thrown is null)
        {
            Fail("Assert.ThrowsException", $"Nothing thrown; expected {exception.Name}.", message);
        }

        if (thrown.GetType() != exception)
        {
            string finding = $"Threw {thrown.GetType().Name} ({thrown.Message}); expected {exception.Name}.";
            Fail("Assert.ThrowsException", finding, message);
        }
    }

    /// <summary>Ends the test as skipped.</summary>
    /// <param name="message">Why it cannot run here.</param>
    /// <exception cref="SkipTestException">Always.</exception>
    [DoesNotReturn]
    public static void SkipTest(string? message = null) => throw new SkipTestException(message);

    [DoesNotReturn]
    internal static void Fail(string assertion, string finding, string message)
    {
        string found = finding.Length > 0 ? $" {finding}" : "";
        string added = string.IsNullOrEmpty(message) ? "" : $" {message}";
        throw new AssertFailedException($"{assertion} failed.{found}{added}");
    }

    internal static void RequireArgument([NotNull] object? value, string assertion, string name)
    {
        if (value is null)
        {
            Fail(assertion, $"The parameter '{name}' is invalid. The value cannot be null.", "");
        }
    }

    internal static string Show(object? value) => value is null ? "(null)" : value.ToString() ?? "(object)";
}
