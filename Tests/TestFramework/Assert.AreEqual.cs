using System;
using System.Runtime.CompilerServices;

namespace nanoFramework.TestFramework;

/// <content>Equality, one overload for each type that the device's library has.</content>
public sealed partial class Assert
{
    /// <summary>Fails unless two <c>bool</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        bool expected,
        bool actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>byte</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        byte expected,
        byte actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>sbyte</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        sbyte expected,
        sbyte actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>char</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        char expected,
        char actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>short</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        short expected,
        short actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>ushort</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        ushort expected,
        ushort actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>int</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        int expected,
        int actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>uint</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        uint expected,
        uint actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>long</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        long expected,
        long actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>ulong</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        ulong expected,
        ulong actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>float</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        float expected,
        float actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two <c>double</c> values are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        double expected,
        double actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two instants are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        DateTime expected,
        DateTime actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!expected.Equals(actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two texts, compared by character are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        string? expected,
        string? actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!string.Equals(expected, actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    /// <summary>Fails unless two objects, compared with <c>Equals</c> (arrays: by reference) are equal.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(
        object? expected,
        object? actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (!Equals(expected, actual))
        {
            FailNotEqual(expected, actual, message);
        }
    }

    private static void FailNotEqual(object? expected, object? actual, string message)
    {
        // "Expected:<1>. Actual:<1>." puzzles, unless it also says that the types differ.
        bool sameType = expected is null || actual is null || expected.GetType() == actual.GetType();
        string finding = sameType
            ? $"Expected:<{Show(expected)}>. Actual:<{Show(actual)}>."
            : $"Expected:<{Show(expected)}> ({expected!.GetType()}). Actual:<{Show(actual)}> ({actual!.GetType()}).";
        Fail("Assert.AreEqual", finding, message);
    }
}
