using System.Device.I2c;

namespace ZhiSan.Edge.Sensors.Drivers;

/// <summary>
/// A part on the I2C bus. Says of every transfer whether it happened: a part that is unplugged must become a fault, never a zero
/// or the reading before.
/// </summary>
internal sealed class I2cPart
{
    /// <summary>Opens the part at standard speed (100 kHz): the cables in a field are long.</summary>
    public I2cPart(int bus, int address)
    {
        Device = new I2cDevice(new I2cConnectionSettings(bus, address, I2cBusSpeed.StandardMode));
    }

    /// <summary>The part, for a maintained driver.</summary>
    public I2cDevice Device { get; }

    /// <summary>Writes all bytes; false when the part does not answer.</summary>
    public bool Write(byte[] bytes) => Device.Write(bytes).Status == I2cTransferStatus.FullTransfer;

    /// <summary>Fills the buffer; false when the part does not answer.</summary>
    public bool Read(byte[] bytes) => Device.Read(bytes).Status == I2cTransferStatus.FullTransfer;
}
