using System.Security.Cryptography;
using System.Text;

namespace ZhiSan.Edge.Core.Configuration;

/// <summary>HMAC-SHA256 of a text, as hexadecimal.</summary>
internal static class Hmac
{
    /// <summary>The 64 hexadecimal digits of a text's HMAC-SHA256.</summary>
    public static string Hex(byte[] key, string text) => ToHex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Bytes as lower-case hexadecimal.</summary>
    public static string ToHex(byte[] bytes)
    {
        char[] digits = new char[bytes.Length * 2];
        for (int i = 0; i < digits.Length; i++)
        {
            digits[i] = "0123456789abcdef"[(bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15];
        }

        return new string(digits);
    }
}
