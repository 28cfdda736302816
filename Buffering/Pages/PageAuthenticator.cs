using System;
using System.Security.Cryptography;

namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// The chain over pages: HMAC-SHA256 (RFC 2104) under the gateway's key over the MAC of the page before, the epoch and the
/// page's own bytes, cut to its first eight bytes. The first page of an epoch follows eight zeros.
/// </summary>
public sealed class PageAuthenticator
{
    private readonly byte[] _key;

    /// <summary>Makes an authenticator for one gateway.</summary>
    /// <param name="key">The gateway's key; 32 bytes from a good random source.</param>
    public PageAuthenticator(byte[] key)
    {
        _key = key;
    }

    /// <summary>
    /// Computes the MAC of a page without its seal. The one call of the journal that allocates: the HMAC interface takes
    /// and gives whole arrays.
    /// </summary>
    public void Compute(byte[] previousMac, uint epoch, byte[] page, int offset, int count, byte[] mac)
    {
        byte[] message = new byte[JournalLimits.MacBytes + 4 + count];
        Array.Copy(previousMac, 0, message, 0, JournalLimits.MacBytes);
        int at = LittleEndian.Write(message, JournalLimits.MacBytes, epoch, 4);
        Array.Copy(page, offset, message, at, count);
        Array.Copy(HMACSHA256.HashData(_key, message), 0, mac, 0, JournalLimits.MacBytes);
    }

    /// <summary>Compares two MACs in a time that does not depend on where they differ.</summary>
    public static bool AreEqual(byte[] one, int oneOffset, byte[] other, int otherOffset)
    {
        int difference = 0;
        for (int i = 0; i < JournalLimits.MacBytes; i++)
        {
            difference |= one[oneOffset + i] ^ other[otherOffset + i];
        }

        return difference == 0;
    }
}
