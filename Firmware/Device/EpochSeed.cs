using System;
using System.Security.Cryptography;

namespace ZhiSan.Edge.Device;

/// <summary>
/// Numbers for new epochs. A new epoch is needed only when nothing on flash verifies, so nothing can be remembered there: the
/// number is a keyed hash over all that differs from start to start.
/// </summary>
public static class EpochSeed
{
    private const int RandomBytes = 16;

    /// <summary>A number other than 0 that no earlier epoch of this gateway had, but for a chance of one in four thousand million.</summary>
    /// <param name="key">The device key: two gateways never share a sequence of epochs.</param>
    /// <param name="hardwareNoise">What the hardware can add, for example a microsecond counter; 0 for nothing.</param>
    public static uint Next(byte[] key, long hardwareNoise)
    {
        byte[] seed = new byte[RandomBytes + (3 * sizeof(long))];
        byte[] random = new byte[RandomBytes];
        new Random().NextBytes(random);
        Array.Copy(random, seed, RandomBytes);
        Put(seed, RandomBytes, DateTime.UtcNow.Ticks);
        Put(seed, RandomBytes + sizeof(long), Environment.TickCount64);
        Put(seed, RandomBytes + (2 * sizeof(long)), hardwareNoise);
        byte[] digest = HMACSHA256.HashData(key, seed);
        uint epoch = (uint)(digest[0] | (digest[1] << 8) | (digest[2] << 16)) | ((uint)digest[3] << 24);
        return epoch == 0 ? 1u : epoch;
    }

    private static void Put(byte[] bytes, int offset, long value)
    {
        for (int i = 0; i < sizeof(long); i++)
        {
            bytes[offset + i] = (byte)(value >> (8 * i));
        }
    }
}
