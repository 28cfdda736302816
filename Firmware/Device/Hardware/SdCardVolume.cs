using System;
using nanoFramework.Hardware.Esp32;
using nanoFramework.System.IO.FileSystem;
using ZhiSan.Edge.Device.Storage;
using Pins = nanoFramework.Hardware.Esp32.Configuration;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>An SD card on SPI: the volume <c>D:</c>.</summary>
public sealed class SdCardVolume : IVolume
{
    private const uint SpiBus = 1;

    private SDCard? _card;

    /// <summary>Sets the pins; touches the card at the first <see cref="TryMount"/>.</summary>
    public SdCardVolume()
    {
        Pins.SetPinFunction(BuildDefaults.CardClockPin, DeviceFunction.SPI1_CLOCK);
        Pins.SetPinFunction(BuildDefaults.CardMisoPin, DeviceFunction.SPI1_MISO);
        Pins.SetPinFunction(BuildDefaults.CardMosiPin, DeviceFunction.SPI1_MOSI);
    }

    /// <inheritdoc/>
    public bool TryMount()
    {
        try
        {
            if (_card == null)
            {
                SDCardSpiParameters parameters = new SDCardSpiParameters();
                parameters.spiBus = SpiBus;
                parameters.chipSelectPin = BuildDefaults.CardSelectPin;
                _card = new SDCard(parameters, null!);
            }

            if (!_card.IsMounted)
            {
                _card.Mount();
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
