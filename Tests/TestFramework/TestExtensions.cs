using System;

namespace nanoFramework.TestFramework;

/// <summary>Comparison of arrays.</summary>
public static class TestExtensions
{
    /// <summary>Whether two arrays hold equal elements of the same types in the same order.</summary>
    /// <param name="a">An array, or null.</param>
    /// <param name="b">An array, or null.</param>
    /// <returns>False also when either is null.</returns>
    public static bool SequenceEqual(this Array? a, Array? b)
    {
        if (a is null || b is null || a.Length != b.Length)
        {
            return false;
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (!Equals(a.GetValue(i), b.GetValue(i)))
            {
                return false;
            }
        }

        return true;
    }
}
