using System.Device.Adc;

namespace ZhiSan.Edge.Sensors.Drivers;

/// <summary>An ADC channel read several times: one reading of an ESP32's ADC is off by some ten counts at random.</summary>
internal sealed class AdcAverage
{
    /// <summary>Readings that make one.</summary>
    public const int Samples = 16;

    private readonly int _channel;
    private AdcChannel? _adc;

    /// <summary>Names the channel; opens it at the first reading.</summary>
    public AdcAverage(int channel)
    {
        _channel = channel;
    }

    /// <summary>The sum of <see cref="Samples"/> readings, each 0 to 4095.</summary>
    public int ReadSum()
    {
        _adc ??= new AdcController().OpenChannel(_channel);
        int sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            sum += _adc.ReadValue();
        }

        return sum;
    }
}
