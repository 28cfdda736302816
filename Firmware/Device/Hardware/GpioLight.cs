using System.Device.Gpio;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>A light on a GPIO, lit when the pin is high.</summary>
public sealed class GpioLight : IStatusLight
{
    private const int SlowHalfMs = 500;
    private const int FastHalfMs = 125;
    private const int FlickerHalfMs = 50;

    private readonly GpioPin _pin;
    private LightState _state;
    private bool _lit;

    /// <summary>Opens the pin; the light is off.</summary>
    public GpioLight(int pin)
    {
        _pin = new GpioController().OpenPin(pin, PinMode.Output);
        _pin.Write(PinValue.Low);
    }

    /// <inheritdoc/>
    public void Show(LightState state, long nowMs)
    {
        _state = state;
        bool lit = state != LightState.Dark && (HalfMs() == 0 || nowMs / HalfMs() % 2 == 0);
        if (lit != _lit)
        {
            _lit = lit;
            _pin.Write(lit ? PinValue.High : PinValue.Low);
        }
    }

    /// <inheritdoc/>
    public int NextChangeMs(long nowMs) => HalfMs() == 0 ? int.MaxValue : HalfMs() - (int)(nowMs % HalfMs());

    private int HalfMs()
    {
        switch (_state)
        {
            case LightState.Offline: return SlowHalfMs;
            case LightState.Fault: return FastHalfMs;
            case LightState.Identify: return FlickerHalfMs;
            default: return 0;
        }
    }
}
