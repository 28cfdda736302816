namespace ZhiSan.Edge.Sensors.Demo;

/// <summary>
/// When it rains and how much. Time is cut into blocks of three hours with at most one shower each; whether, when and how hard
/// is a pure function of the block, so any instant can be asked in any order. Amounts are in micrometres of water.
/// </summary>
internal sealed class TeaGardenRain
{
    public const int BlockMs = 3 * HourMs;
    public const int BlocksPerDay = 8;

    private const int MinuteMs = 60 * 1000;
    private const int HourMs = 60 * MinuteMs;
    private const int DryingMs = 2 * HourMs;
    private const int OnsetMs = 10 * MinuteMs;

    private const int WetnessStream = 1;
    private const int ChanceStream = 2;
    private const int DurationStream = 3;
    private const int StartStream = 4;
    private const int RateStream = 5;

    private readonly IntegerNoise _noise;

    public TeaGardenRain(IntegerNoise noise)
    {
        _noise = noise;
    }

    /// <summary>Water fallen in a block up to an instant, in micrometres: 0 to 37,500.</summary>
    public int FallenUm(long block, long untilMs)
    {
        if (!HasShower(block))
        {
            return 0;
        }

        long elapsedMs = untilMs - StartMs(block);
        int durationMs = DurationMs(block);
        if (elapsedMs <= 0)
        {
            return 0;
        }

        if (elapsedMs > durationMs)
        {
            elapsedMs = durationMs;
        }

        // 2 to 25 mm/h, mostly light.
        int tenths = 20 + (_noise.Uniform(RateStream, block, 480) * _noise.Uniform(RateStream, ~block, 480) / 1000);
        return (int)(elapsedMs * tenths * 100 / HourMs);
    }

    /// <summary>Water fallen since local midnight, in micrometres.</summary>
    public int FallenTodayUm(long localMs)
    {
        long block = localMs / BlockMs;
        long first = block - (block % BlocksPerDay);
        int sum = 0;
        for (long i = first; i <= block; i++)
        {
            sum += FallenUm(i, localMs);
        }

        return sum;
    }

    /// <summary>How much the air feels the rain: 1000 in a shower, fading over the two hours after it.</summary>
    public int Influence(long localMs)
    {
        long block = localMs / BlockMs;
        int now = InfluenceOf(block, localMs);
        int before = InfluenceOf(block - 1, localMs);
        return now > before ? now : before;
    }

    private int InfluenceOf(long block, long localMs)
    {
        if (!HasShower(block))
        {
            return 0;
        }

        long sinceStart = localMs - StartMs(block);
        long sinceEnd = sinceStart - DurationMs(block);
        if (sinceStart < 0 || sinceEnd > DryingMs)
        {
            return 0;
        }

        if (sinceEnd > 0)
        {
            return (int)(1000 - (sinceEnd * 1000 / DryingMs));
        }

        return sinceStart < OnsetMs ? (int)(sinceStart * 1000 / OnsetMs) : 1000;
    }

    private bool HasShower(long block)
    {
        // Wet and dry spells of some days; afternoons (12:00 to 18:00) catch most of the showers.
        int percent = _noise.Curve(WetnessStream, block * BlockMs, 3 * BlocksPerDay * BlockMs, 40) - 8;
        long ofDay = block % BlocksPerDay;
        if (ofDay == 4 || ofDay == 5)
        {
            percent = percent * 2;
        }

        return _noise.Uniform(ChanceStream, block, 100) < percent;
    }

    private int DurationMs(long block) => (10 + _noise.Uniform(DurationStream, block, 81)) * MinuteMs;

    private long StartMs(long block) =>
        (block * BlockMs) + ((long)_noise.Uniform(StartStream, block, 90) * MinuteMs);
}
