namespace ZhiSan.Edge.Sensors.Demo;

/// <summary>
/// Noise as a pure function of a position: the same seed, stream and index give the same number in every run and on every
/// machine. A generator with a state would make readings depend on how often it was asked.
/// </summary>
internal sealed class IntegerNoise
{
    private readonly uint _seed;

    public IntegerNoise(int seed)
    {
        _seed = Mix((uint)seed);
    }

    /// <summary>A number from 0 to <paramref name="range"/> - 1, all equally likely.</summary>
    public int Uniform(int stream, long index, int range)
    {
        uint low = Mix(_seed ^ (uint)index);
        uint high = Mix(low ^ (uint)(index >> 32) ^ ((uint)stream << 24));
        return (int)(high % (uint)range);
    }

    /// <summary>
    /// A number from -<paramref name="spread"/> to <paramref name="spread"/>, those near 0 likelier (triangular).
    /// </summary>
    public int Triangular(int stream, long index, int spread)
    {
        int one = Uniform(stream, index * 2, spread + 1);
        int other = Uniform(stream, (index * 2) + 1, spread + 1);
        return one - other;
    }

    /// <summary>
    /// A smooth curve from 0 to <paramref name="range"/> - 1: a random level each <paramref name="stepMs"/>, joined by straight
    /// lines.
    /// </summary>
    public int Curve(int stream, long timeMs, int stepMs, int range)
    {
        long index = timeMs / stepMs;
        long within = timeMs % stepMs;
        long from = Uniform(stream, index, range);
        long to = Uniform(stream, index + 1, range);
        return (int)(from + ((to - from) * within / stepMs));
    }

    /// <summary>
    /// The 32-bit finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit flips about half of the output.
    /// </summary>
    private static uint Mix(uint value)
    {
        value ^= value >> 16;
        value *= 0x85EBCA6B;
        value ^= value >> 13;
        value *= 0xC2B2AE35;
        value ^= value >> 16;
        return value;
    }
}
