namespace ZhiSan.Edge.Core.Uplink;

/// <summary>
/// Waits between attempts: exponential with full jitter. The first wait is a slot that only the gateway's name decides, so that
/// a thousand gateways that lose one broker together do not come back together.
/// </summary>
public sealed class Backoff
{
    private const int MaxDoublings = 20;

    private readonly uint _slot;
    private uint _random;
    private int _failures;

    /// <summary>Makes a backoff whose waits depend on the name's hash only.</summary>
    public Backoff(uint hash)
    {
        _slot = hash;
        _random = hash == 0 ? 1 : hash;
    }

    /// <summary>The connection has proved itself: the next wait is the slot.</summary>
    public void Succeed() => _failures = 0;

    /// <summary>The gateway's own place in a span of time, always the same.</summary>
    public long Slot(long spanMs) => (long)((ulong)_slot * (ulong)spanMs >> 32);

    /// <summary>A random part of a span of time.</summary>
    public long Jitter(long spanMs) => (long)((ulong)NextRandom() * (ulong)spanMs >> 32);

    /// <summary>The next wait: below the first limit, which doubles with every failure up to the longest.</summary>
    public long NextMs(long firstMs, long longestMs)
    {
        long limit = firstMs << (_failures > MaxDoublings ? MaxDoublings : _failures);
        limit = limit > longestMs || limit <= 0 ? longestMs : limit;
        _failures++;
        return _failures == 1 ? Slot(limit) : Jitter(limit);
    }

    /// <summary>
    /// A number that differs between gateways and is always the same for one: FNV-1a over its name, mixed so that names which differ
    /// in their last letter only are far apart (finaliser of MurmurHash3, A. Appleby).
    /// </summary>
    public static uint Hash(string text)
    {
        uint hash = 2166136261;
        for (int i = 0; i < text.Length; i++)
        {
            hash = (hash ^ text[i]) * 16777619;
        }

        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    // xorshift32, G. Marsaglia 2003.
    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random;
    }
}
