using System;
using Iot.Device.Rtc;
using ZhiSan.Edge.Sensors.Drivers;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>A DS3231 or DS1307 on the I2C bus, through the maintained drivers.</summary>
public sealed class ClockChip : IClockChip
{
    private const int Address = 0x68;

    private readonly int _bus;
    private readonly bool _isDs1307;
    private RtcBase? _chip;

    /// <summary>Names the chip; touches nothing yet.</summary>
    /// <param name="bus">I2C bus, whose pins are set.</param>
    /// <param name="isDs1307">Whether it is a DS1307; otherwise a DS3231.</param>
    public ClockChip(int bus, bool isDs1307)
    {
        _bus = bus;
        _isDs1307 = isDs1307;
    }

    /// <inheritdoc/>
    public bool TryRead(out long utcMs)
    {
        utcMs = 0;
        try
        {
            DateTime time = Chip().DateTime;
            utcMs = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
            return time.Year >= DeviceClock.FirstPlausibleYear;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TrySet(long utcMs)
    {
        try
        {
            Chip().DateTime = new DateTime(DateTime.UnixEpoch.Ticks + (utcMs * TimeSpan.TicksPerMillisecond));
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private RtcBase Chip()
    {
        if (_chip == null)
        {
            I2cPart part = new I2cPart(_bus, Address);
            _chip = _isDs1307 ? new Ds1307(part.Device) : new Ds3231(part.Device);
        }

        return _chip;
    }
}
