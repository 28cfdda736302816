namespace ZhiSan.Edge.Sensors.Drivers;

/// <summary>The one place where readings become fixed point: rounded half away from zero.</summary>
internal static class Rounding
{
    /// <summary>The quotient, rounded half away from zero.</summary>
    /// <param name="numerator">Any number below 2^62.</param>
    /// <param name="denominator">A positive number.</param>
    public static int Divide(long numerator, long denominator)
    {
        long half = numerator < 0 ? -(denominator / 2) : denominator / 2;
        return (int)((numerator + half) / denominator);
    }
}
