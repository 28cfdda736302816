namespace ZhiSan.Edge.Sensors.Demo;

/// <summary>
/// The weather over a hill-side tea garden in the subtropics, and its soil, as a pure function of seed and local time. Not a
/// forecast: just enough that days, clouds, showers and drying soil look right on a chart and cost the journal what real ones
/// would.
/// </summary>
internal sealed class TeaGardenWeather
{
    private const int MinuteMs = 60 * 1000;
    private const int HourMs = 60 * MinuteMs;
    private const int DayMs = 24 * HourMs;

    private const int SiteStream = 16;
    private const int SpellStream = 17;
    private const int OvercastStream = 18;
    private const int CloudStream = 19;
    private const int DriftStream = 20;

    private const int SoilMemoryBlocks = 30 * TeaGardenRain.BlocksPerDay;
    private const int SoilDryUm = 18000;
    private const int SoilFullUm = 45000;
    private const long NoBlock = -1;

    private readonly IntegerNoise _noise;
    private readonly TeaGardenRain _rain;
    private readonly int _siteCentiCel;
    private long _soilBlock = NoBlock;
    private int _soilBeforeBlockUm;

    public TeaGardenWeather(IntegerNoise noise)
    {
        _noise = noise;
        _rain = new TeaGardenRain(noise);

        // Gardens lie at different heights: their mean temperatures differ by up to 4 degrees.
        _siteCentiCel = 1700 + noise.Uniform(SiteStream, 0, 401);
    }

    /// <summary>Air temperature in 0.01 degrees Celsius, about 8 to 32 degrees.</summary>
    public int TemperatureCentiCel { get; private set; }

    /// <summary>Relative humidity in 0.01 %, 35 to 99 %.</summary>
    public int HumidityCentiPercent { get; private set; }

    /// <summary>Illuminance in lux, 0 to 54,000: the range of a BH1750.</summary>
    public int LightLux { get; private set; }

    /// <summary>Rain since local midnight in micrometres.</summary>
    public int RainTodayUm { get; private set; }

    /// <summary>Water in the upper soil, in 0.001 % of its volume, 18 to 45 %.</summary>
    public int SoilMilliPercent { get; private set; }

    /// <summary>Leaf wetness in percent: 100 in rain, from dew in humid nights.</summary>
    public int LeafWetnessPercent { get; private set; }

    /// <summary>Computes the weather of an instant.</summary>
    /// <param name="localMs">Local time in milliseconds since 1970-01-01 00:00 local, not negative.</param>
    public void MoveTo(long localMs)
    {
        int rainInfluence = _rain.Influence(localMs);
        int cloudPercent = CloudPercent(localMs, rainInfluence);
        int swing = DailySwing(localMs, cloudPercent);
        int spell = _noise.Curve(SpellStream, localMs, 2 * DayMs, 601) - 300;

        TemperatureCentiCel = _siteCentiCel + spell + swing - (rainInfluence * 250 / 1000);
        HumidityCentiPercent = Humidity(localMs, swing, rainInfluence);
        LightLux = Light(localMs, cloudPercent);
        RainTodayUm = _rain.FallenTodayUm(localMs);
        SoilMilliPercent = Soil(localMs);
        LeafWetnessPercent = LeafWetness(rainInfluence);
    }

    private static int Limit(int value, int low, int high) => value < low ? low : value > high ? high : value;

    /// <summary>
    /// A day's shape in 0.01 degrees around its mean: coldest before dawn, warmest after two, flatter under clouds.
    /// </summary>
    private static int DailySwing(long localMs, int cloudPercent)
    {
        int wave = IntegerSine.Of(localMs - (9 * HourMs), DayMs) + (IntegerSine.Of(localMs - (7 * HourMs), DayMs / 2) / 5);
        int amplitude = 620 - (cloudPercent * 3);
        return wave * amplitude / IntegerSine.One;
    }

    /// <summary>Daylight from 06:00 to 18:00, dimmed by clouds to a tenth.</summary>
    private static int Light(long localMs, int cloudPercent)
    {
        int sun = IntegerSine.Of(localMs - (6 * HourMs), DayMs);
        return sun <= 0 ? 0 : sun * 54 / 10 * (100 - (cloudPercent * 9 / 10)) / 100;
    }

    private int CloudPercent(long localMs, int rainInfluence)
    {
        int overcast = _noise.Curve(OvercastStream, localMs, DayMs, 61);
        int passing = _noise.Curve(CloudStream, localMs, 20 * MinuteMs, 61) - 20;
        return Limit(overcast + passing + (rainInfluence / 10), 0, 100);
    }

    private int Humidity(long localMs, int swing, int rainInfluence)
    {
        int drift = _noise.Curve(DriftStream, localMs, 6 * HourMs, 1201) - 600;
        int dry = 7700 - (swing * 24 / 10) + drift;

        // Rain closes the gap to saturation rather than adding to the humidity.
        int wet = dry + ((9850 - dry) * rainInfluence / 1250);
        return Limit(wet, 3500, 9900);
    }

    private int LeafWetness(int rainInfluence)
    {
        int dew = (HumidityCentiPercent - 9000) / 12;
        int rain = rainInfluence / 10;
        return Limit(dew > rain ? dew : rain, 0, 100);
    }

    /// <summary>
    /// Soil keeps water with a half-life of about four days above its dry state. It is summed up anew from the showers of the
    /// last 30 days, once a block: what an earlier call found never matters.
    /// </summary>
    private int Soil(long localMs)
    {
        long block = localMs / TeaGardenRain.BlockMs;
        if (block != _soilBlock)
        {
            _soilBeforeBlockUm = SoilBefore(block);
            _soilBlock = block;
        }

        return SoilDryUm + Wetted(_soilBeforeBlockUm, _rain.FallenUm(block, localMs));
    }

    private int SoilBefore(long block)
    {
        int waterUm = 8000;
        for (long i = block - SoilMemoryBlocks; i < block; i++)
        {
            waterUm = Wetted(waterUm, _rain.FallenUm(i, (i + 1) * TeaGardenRain.BlockMs));

            // 1 - 219 / 10240 = 2^(-1/32): half in 32 blocks.
            waterUm -= waterUm * 219 / 10240;
        }

        return waterUm;
    }

    /// <summary>A third of the rain stays in the upper soil, less as it fills up.</summary>
    private static int Wetted(int waterUm, int rainUm)
    {
        const int room = SoilFullUm - SoilDryUm;
        return waterUm + (int)((long)rainUm * (room - waterUm) / room / 3);
    }
}
