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

    /// <summary>The nearest integer, half away from zero; for drivers that compute in floating point.</summary>
    public static int FromDouble(double value) => (int)(value < 0 ? value - 0.5 : value + 0.5);
}
