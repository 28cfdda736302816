using System;

namespace ZhiSan.Edge.Sensors;

/// <summary>
/// One measured quantity: its name, its unit and how many decimals its integers carry. A reading is <c>integer * 10^-Decimals</c>
/// in <see cref="Unit"/>: 2341 on a channel with two decimals and unit <c>Cel</c> is 23.41 degrees Celsius.
/// </summary>
public sealed class Channel
{
    /// <summary>The most decimals a channel may have.</summary>
    public const int MaxDecimals = 6;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 32;

    /// <summary>The longest unit, in characters.</summary>
    public const int MaxUnitLength = 12;

    /// <summary>Names a channel.</summary>
    /// <param name="name">A lower-case identifier, for example <c>air_temperature</c>: a letter, then letters, digits or
    /// <c>_</c>.</param>
    /// <param name="unit">A SenML unit (RFC 8428 section 12.1), for example <c>Cel</c>, <c>%RH</c>, <c>lx</c>; printable ASCII
    /// without space, quote, comma or backslash.</param>
    /// <param name="decimals">0 to <see cref="MaxDecimals"/>.</param>
    /// <exception cref="ArgumentException">A part breaks its rule.</exception>
    public Channel(string name, string unit, int decimals)
    {
        if (!IsName(name))
        {
            throw new ArgumentException("channel name must match [a-z][a-z0-9_]{0,31}");
        }

        if (!IsUnit(unit))
        {
            throw new ArgumentException("channel unit must be 1 to 12 printable ASCII characters");
        }

        if (decimals < 0 || decimals > MaxDecimals)
        {
            throw new ArgumentException("channel decimals must be 0 to 6");
        }

        Name = name;
        Unit = unit;
        Decimals = decimals;
    }

    /// <summary>The identifier, unique within a gateway.</summary>
    public string Name { get; }

    /// <summary>The SenML unit.</summary>
    public string Unit { get; }

    /// <summary>Decimals of the integers, 0 to <see cref="MaxDecimals"/>.</summary>
    public int Decimals { get; }

    /// <summary>Whether <paramref name="text"/> can name a channel.</summary>
    /// <param name="text">Any text, or null.</param>
    public static bool IsName(string? text)
    {
        if (text == null || text.Length == 0 || text.Length > MaxNameLength || text[0] < 'a' || text[0] > 'z')
        {
            return false;
        }

        for (int i = 1; i < text.Length; i++)
        {
            char c = text[i];
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether <paramref name="text"/> can be a unit.</summary>
    /// <param name="text">Any text, or null.</param>
    public static bool IsUnit(string? text)
    {
        if (text == null || text.Length == 0 || text.Length > MaxUnitLength)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            // Units are written into JSON and CSV as they are: nothing that would need escaping there.
            char c = text[i];
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == ',')
            {
                return false;
            }
        }

        return true;
    }
}
