using System.Collections;

namespace nanoFramework.TestFramework;

/// <summary>Assertions on collections, element by element; the names and signatures of the device's library.</summary>
public sealed class CollectionAssert
{
    /// <summary>Fails unless both hold equal elements in the same order.</summary>
    /// <param name="expected">What the test expects.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreEqual(ICollection? expected, ICollection? actual, string message = "")
    {
        string? difference = FirstDifference(expected, actual);
        if (difference is not null)
        {
            Assert.Fail("CollectionAssert.AreEqual", difference, message);
        }
    }

    /// <summary>Fails if both hold equal elements in the same order.</summary>
    /// <param name="notExpected">What the test does not expect.</param>
    /// <param name="actual">What the code gave.</param>
    /// <param name="message">Added to the failure.</param>
    public static void AreNotEqual(ICollection? notExpected, ICollection? actual, string message = "")
    {
        if (FirstDifference(notExpected, actual) is null)
        {
            Assert.Fail("CollectionAssert.AreNotEqual", "Both hold the same elements.", message);
        }
    }

    /// <summary>Fails unless the collection is empty.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="message">Added to the failure.</param>
    public static void Empty(ICollection? collection, string message = "")
    {
        Assert.RequireArgument(collection, "CollectionAssert.Empty", nameof(collection));
        if (collection.Count != 0)
        {
            Assert.Fail("CollectionAssert.Empty", $"It has {collection.Count} elements.", message);
        }
    }

    /// <summary>Fails if the collection is empty.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="message">Added to the failure.</param>
    public static void NotEmpty(ICollection? collection, string message = "")
    {
        Assert.RequireArgument(collection, "CollectionAssert.NotEmpty", nameof(collection));
        if (collection.Count == 0)
        {
            Assert.Fail("CollectionAssert.NotEmpty", "It has no elements.", message);
        }
    }

    private static string? FirstDifference(ICollection? expected, ICollection? actual)
    {
        if (ReferenceEquals(expected, actual))
        {
            return null;
        }

        if (expected is null || actual is null)
        {
            return expected is null ? "Expected null." : "Actual is null.";
        }

        if (expected.Count != actual.Count)
        {
            return $"Expected {expected.Count} elements. Actual {actual.Count}.";
        }

        IEnumerator others = actual.GetEnumerator();
        int index = 0;
        foreach (object? element in expected)
        {
            others.MoveNext();
            if (!Equals(element, others.Current))
            {
                return $"Element {index}: expected:<{Assert.Show(element)}>. Actual:<{Assert.Show(others.Current)}>.";
            }

            index++;
        }

        return null;
    }
}
