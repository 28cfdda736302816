using System;
using nanoFramework.Hardware.Esp32;
using nanoFramework.System.IO.FileSystem;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using Pins = nanoFramework.Hardware.Esp32.Configuration;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>An SD card on SPI: the volume <c>D:</c>.</summary>
public sealed class SdCardVolume : IVolume
{
    private const uint SpiBus = 1;

    private readonly uint _selectPin;
    private SDCard? _card;

    /// <summary>Sets the pins; touches the card at the first <see cref="TryMount"/>.</summary>
    public SdCardVolume(CardConfiguration card)
    {
        Pins.SetPinFunction(card.ClockPin, DeviceFunction.SPI1_CLOCK);
        Pins.SetPinFunction(card.MisoPin, DeviceFunction.SPI1_MISO);
        Pins.SetPinFunction(card.MosiPin, DeviceFunction.SPI1_MOSI);
        _selectPin = (uint)card.SelectPin;
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
                parameters.chipSelectPin = _selectPin;
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
