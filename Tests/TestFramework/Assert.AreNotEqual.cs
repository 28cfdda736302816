using System;
using System.Runtime.CompilerServices;

namespace nanoFramework.TestFramework;

/// <content>Inequality, one overload for each type that the device's library has.</content>
public sealed partial class Assert
{
    /// <summary>Fails if two <c>bool</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        bool notExpected,
        bool actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>byte</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        byte notExpected,
        byte actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>sbyte</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        sbyte notExpected,
        sbyte actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>char</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        char notExpected,
        char actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>short</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        short notExpected,
        short actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>ushort</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        ushort notExpected,
        ushort actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>int</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        int notExpected,
        int actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>uint</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        uint notExpected,
        uint actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>long</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        long notExpected,
        long actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>ulong</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        ulong notExpected,
        ulong actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>float</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        float notExpected,
        float actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two <c>double</c> values are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        double notExpected,
        double actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two instants are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        DateTime notExpected,
        DateTime actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (notExpected.Equals(actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two texts, compared by character are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        string? notExpected,
        string? actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (string.Equals(notExpected, actual))
        {
            FailEqual(notExpected, message);
        }
    }

    /// <summary>Fails if two objects, compared with <c>Equals</c> (arrays: by reference) are equal.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(
        object? notExpected,
        object? actual,
        [CallerArgumentExpression(nameof(actual))] string message = "")
    {
        if (Equals(notExpected, actual))
        {
            FailEqual(notExpected, message);
        }
    }

    private static void FailEqual(object? notExpected, string message) =>
        Fail("Assert.AreNotEqual", $"Expected anything but:<{Show(notExpected)}>.", message);
}
