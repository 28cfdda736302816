namespace ZhiSan.Edge.Sensors.Demo;

/// <summary>
/// A sine without floating point: the devices we run on compute in integers, and results must not depend on a maths library.
/// </summary>
internal static class IntegerSine
{
    /// <summary>What stands for 1.</summary>
    public const int One = 10000;

    /// <summary>
    /// The sine of <c>2 pi * position / period</c>, scaled by <see cref="One"/>; off by at most 17. The formula is Bhaskara's
    /// (7th century): over a half wave of length p, <c>sin = 16 x (p - x) / (5 p^2 - 4 x (p - x))</c>.
    /// </summary>
    /// <param name="position">Any position.</param>
    /// <param name="period">The period, even, 1,000,000 to 100,000,000: a day in milliseconds and its parts.</param>
    public static int Of(long position, int period)
    {
        long x = position % period;
        if (x < 0)
        {
            x += period;
        }

        long half = period / 2;
        bool negative = x >= half;
        if (negative)
        {
            x -= half;
        }

        long product = x * (half - x);
        long divisor = (5 * half * half) - (4 * product);

        // 16 * One * product would overflow for a day in milliseconds: divide the divisor instead.
        int sine = (int)(product * 16 / ((divisor + (One / 2)) / One));
        return negative ? -sine : sine;
    }
}
