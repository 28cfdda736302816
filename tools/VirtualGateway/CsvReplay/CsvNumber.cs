using System;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// Turns decimal text into a fixed-point integer exactly. It works on the digits, not on a number type: with any length of text
/// there is one rounding, half away from zero, which needs to look at one digit only.
/// </summary>
internal static class CsvNumber
{
    private const int MaxExponent = 1000;

    /// <summary>How reading a number ended.</summary>
    public enum Result
    {
        /// <summary>A value.</summary>
        Ok,

        /// <summary>Not a decimal number.</summary>
        NotANumber,

        /// <summary>A number that does not fit.</summary>
        TooLarge,
    }

    /// <summary>Reads <c>[+-]digits[.digits][e[+-]digits]</c>, with digits before or after the point.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="decimals">Decimals to keep, 0 to 6.</param>
    /// <param name="limit">The largest magnitude that fits, after scaling.</param>
    /// <param name="scaled">The number times 10^decimals, rounded half away from zero.</param>
    public static Result TryScale(ReadOnlySpan<char> text, int decimals, long limit, out long scaled)
    {
        scaled = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<char> unsigned = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        if (!TrySplitExponent(unsigned, out ReadOnlySpan<char> mantissa, out int exponent))
        {
            return Result.NotANumber;
        }

        int point = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? mantissa : mantissa[..point];
        ReadOnlySpan<char> fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !IsDigits(whole) || !IsDigits(fraction))
        {
            return Result.NotANumber;
        }

        // Digits from here on are cut off; the first of them rounds.
        int cut = whole.Length + exponent + decimals;
        long magnitude = 0;
        for (int i = 0; i < cut; i++)
        {
            int digit = DigitAt(whole, fraction, i);
            if (magnitude > (limit - digit) / 10)
            {
                return Result.TooLarge;
            }

            magnitude = (magnitude * 10) + digit;
        }

        if (cut >= 0 && DigitAt(whole, fraction, cut) >= 5)
        {
            magnitude++;
        }

        scaled = negative ? -magnitude : magnitude;
        return magnitude > limit ? Result.TooLarge : Result.Ok;
    }

    private static bool TrySplitExponent(ReadOnlySpan<char> text, out ReadOnlySpan<char> mantissa, out int exponent)
    {
        mantissa = text;
        exponent = 0;
        int e = text.IndexOfAny('e', 'E');
        if (e < 0)
        {
            return true;
        }

        mantissa = text[..e];
        ReadOnlySpan<char> power = text[(e + 1)..];
        bool negative = power.Length > 0 && power[0] == '-';
        power = power.Length > 0 && power[0] is '+' or '-' ? power[1..] : power;
        if (power.Length == 0 || !IsDigits(power))
        {
            return false;
        }

        foreach (char digit in power)
        {
            // Bounded, so that the digit loop above is too: 1e1000 is as far out of range as 1e999999999.
            exponent = Math.Min((exponent * 10) + (digit - '0'), MaxExponent);
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static int DigitAt(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int index)
    {
        if (index < whole.Length)
        {
            return whole[index] - '0';
        }

        index -= whole.Length;
        return index < fraction.Length ? fraction[index] - '0' : 0;
    }
}
