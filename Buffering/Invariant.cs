using System;

namespace ZhiSan.Edge.Buffering;

/// <summary>Assertions over our own logic. Always on, never used on bytes that come from outside.</summary>
public static class Invariant
{
    /// <summary>Stops the program when a promise of the design does not hold.</summary>
    /// <param name="holds">The condition that must be true.</param>
    /// <param name="id">The invariant's id, for example "I4".</param>
    /// <exception cref="InvalidOperationException">The condition is false: a defect in this code.</exception>
    public static void Check(bool holds, string id)
    {
        if (!holds)
        {
            throw new InvalidOperationException("invariant broken: " + id);
        }
    }
}
