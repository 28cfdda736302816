using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ZhiSan.Edge.Serial;

/// <summary>How far a dump goes.</summary>
/// <param name="Through">The last record.</param>
/// <param name="Mac">
/// The gateway's signature under that: pages prove themselves and the order they come in, but not that none was cut off behind them.
/// </param>
public sealed record DumpEnd(long Through, string Mac)
{
    /// <summary>The signature that belongs here: lower-case hex of an HMAC-SHA256 under the device key.</summary>
    /// <param name="key">The device key.</param>
    /// <param name="header">The dump's header.</param>
    /// <param name="through">The last record.</param>
    public static string Sign(byte[] key, DumpHeader header, long through) => System.Convert.ToHexStringLower(HMACSHA256.HashData(
        key,
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"zhisan-evacuation-v1\n{header.Gateway}\n{header.Epoch}\n{through}"))));
}
