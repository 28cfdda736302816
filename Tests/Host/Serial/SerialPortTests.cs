using System;
using System.Text;
using Xunit;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>Ports over real pseudo-terminals.</summary>
public class SerialPortTests
{
    private const int PatienceMs = 5000;

    [Fact]
    public void Every_byte_value_comes_through_unchanged_both_ways()
    {
        using PseudoTerminal near = PseudoTerminal.Create();
        using ISerialPort far = SerialPortOpener.Open(near.OtherEnd);
        byte[] all = new byte[256];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (byte)i;
        }

        far.Write(all, PatienceMs);
        Assert.Equal(all, ReadExactly(near, all.Length));
        near.Write(all, PatienceMs);
        Assert.Equal(all, ReadExactly(far, all.Length));
    }

    [Fact]
    public void A_read_gives_up_when_nothing_comes()
    {
        using PseudoTerminal near = PseudoTerminal.Create();
        using ISerialPort far = SerialPortOpener.Open(near.OtherEnd);
        Assert.Equal(0, far.Read(new byte[8], 20));
        Assert.Equal(0, far.Read(new byte[8], 0));
    }

    [Fact]
    public void A_pulled_cable_is_told_after_what_came_before_it()
    {
        PseudoTerminal near = PseudoTerminal.Create();
        using ISerialPort far = SerialPortOpener.Open(near.OtherEnd);
        Assert.True(near.IsConnected);
        far.Write("last words"u8, PatienceMs);
        far.Dispose();
        Assert.Equal("last words", Encoding.ASCII.GetString(ReadExactly(near, 10)));
        Assert.Throws<SerialHangUpException>(() => near.Read(new byte[8], PatienceMs));
        Assert.Throws<SerialHangUpException>(() => near.TryWrite("x"u8));
        using ISerialPort again = SerialPortOpener.Open(near.OtherEnd);
        Assert.True(near.IsConnected);
        near.Dispose();
        Assert.Throws<SerialHangUpException>(() => again.Read(new byte[8], PatienceMs));
    }

    [Fact]
    public void A_port_is_one_programs_alone()
    {
        using PseudoTerminal near = PseudoTerminal.Create();
        using ISerialPort far = SerialPortOpener.Open(near.OtherEnd);
        Assert.Contains("in use", Assert.Throws<SerialException>(() => SerialPortOpener.Open(near.OtherEnd)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_port_is_said_in_one_line()
    {
        Assert.Contains("plug", Assert.Throws<SerialException>(() => SerialPortOpener.Open("/dev/ttyUSB-none")).Message, StringComparison.Ordinal);
        Assert.Contains("not a serial port", Assert.Throws<SerialException>(() => SerialPortOpener.Open("/dev/null")).Message, StringComparison.Ordinal);
    }

    private static byte[] ReadExactly(ISerialPort port, int count)
    {
        byte[] bytes = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = port.Read(bytes.AsSpan(at), PatienceMs);
            Assert.True(read > 0, "nothing came");
            at += read;
        }

        return bytes;
    }
}
