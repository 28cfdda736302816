namespace ZhiSan.Edge.Core.Uplink;

/// <summary>
/// Waits between attempts: exponential with full jitter, so that a thousand gateways that lost one broker do not come back together.
/// </summary>
public sealed class Backoff
{
    private const int MaxDoublings = 20;

    private readonly long _minMs;
    private readonly long _maxMs;
    private uint _random;
    private int _failures;

    /// <summary>Makes a backoff whose waits depend on the seed only.</summary>
    public Backoff(long minMs, long maxMs, uint seed)
    {
        _minMs = minMs;
        _maxMs = maxMs;
        _random = seed == 0 ? 1 : seed;
    }

    /// <summary>The attempt worked: the next wait is a short one.</summary>
    public void Succeed() => _failures = 0;

    /// <summary>The next wait, between a quarter of the shortest limit and the present limit.</summary>
    public long NextMs()
    {
        long limit = _minMs << (_failures > MaxDoublings ? MaxDoublings : _failures);
        limit = limit > _maxMs || limit <= 0 ? _maxMs : limit;
        _failures++;
        long floor = _minMs / 4;
        return floor + (long)((ulong)NextRandom() * (ulong)(limit - floor) >> 32);
    }

    /// <summary>A number that differs between gateways and is always the same for one: FNV-1a over its name.</summary>
    public static uint Hash(string text)
    {
        uint hash = 2166136261;
        for (int i = 0; i < text.Length; i++)
        {
            hash = (hash ^ text[i]) * 16777619;
        }

        return hash;
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
