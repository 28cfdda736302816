namespace ZhiSan.Edge.Simulator;

/// <summary>
/// Random numbers that are the same on every machine: splitmix64 (Steele, Lea, Flood 2014), integers only. Everything that draws
/// has a stream of its own, named after it, so that leaving one fault out does not change the others.
/// </summary>
public sealed class SimRandom
{
    private ulong _state;

    /// <summary>Makes the stream of a name under a seed.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="name">Whose stream it is.</param>
    public SimRandom(long seed, string name)
    {
        _state = (ulong)seed;
        foreach (var letter in name)
        {
            _state = Mix(_state ^ letter);
        }
    }

    /// <summary>Mixes all bits of a number into each other.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to <paramref name="below"/> - 1.</summary>
    public long Below(long below) => (long)(NextBits() % (ulong)below);

    /// <summary>A number between both limits, which are included.</summary>
    public long Between(long first, long last) => first + Below(last - first + 1);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Chance(int permille) => Below(1000) < permille;

    /// <summary>A number between both limits, of which each power of two is as likely as the next.</summary>
    public long Spread(long first, long last)
    {
        var doublings = 0;
        while (first << (doublings + 1) <= last)
        {
            doublings++;
        }

        var low = first << (int)Below(doublings + 1);
        return Between(low, low * 2 > last ? last : low * 2);
    }
}
