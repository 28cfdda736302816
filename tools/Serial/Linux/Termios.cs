using System;
using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;

namespace ZhiSan.Edge.Serial;

/// <summary>Line settings of a terminal. The C library's structure is kept as bytes: only its control flags are touched here.</summary>
internal static class Termios
{
    // 60 bytes on every Linux we know; the rest is room for one we do not.
    private const int Bytes = 256;
    private const int ControlFlagsOffset = 8;
    private const uint TwoStopBits = 0x40;
    private const uint Receiver = 0x80;
    private const uint DropLinesOnClose = 0x400;
    private const uint IgnoreModemLines = 0x800;
    private const uint HardwareFlowControl = 0x80000000;

    private static readonly Dictionary<int, uint> SpeedCodes = new()
    {
        [9600] = 0xD, [19200] = 0xE, [38400] = 0xF, [57600] = 0x1001, [115200] = 0x1002,
        [230400] = 0x1003, [460800] = 0x1004, [921600] = 0x1007,
    };

    /// <summary>Makes a terminal raw: 8N1, no flow control, no echo, no translation.</summary>
    /// <param name="file">The terminal.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="baud">Speed in bits per second.</param>
    /// <exception cref="SerialException">It is no terminal, or does not take the settings.</exception>
    public static void SetRaw(SafeFileHandle file, string name, int baud)
    {
        if (!SpeedCodes.TryGetValue(baud, out uint code))
        {
            throw new SerialException($"{baud} is no usual speed: use one of {string.Join(", ", SpeedCodes.Keys)}");
        }

        byte[] settings = new byte[Bytes];
        if (LinuxCalls.GetAttributes(file, settings) != 0)
        {
            throw new SerialException($"{name} is not a serial port; one is called like /dev/ttyUSB0 ({LinuxCalls.ErrorText})");
        }

        LinuxCalls.MakeRaw(settings);
        Span<byte> flags = settings.AsSpan(ControlFlagsOffset, sizeof(uint));
        uint control = BitConverter.ToUInt32(flags);

        // Left alone on close, the modem lines cannot reset a board that has them wired to its reset.
        control &= ~(TwoStopBits | DropLinesOnClose | HardwareFlowControl);
        control |= Receiver | IgnoreModemLines;
        BitConverter.TryWriteBytes(flags, control);
        byte[] found = new byte[Bytes];
        bool taken = LinuxCalls.SetSpeed(settings, code) == 0
            && LinuxCalls.SetAttributes(file, 0, settings) == 0
            && LinuxCalls.GetAttributes(file, found) == 0;

        // The call is content when it could change anything at all: look.
        if (!taken || LinuxCalls.GetSpeed(found) != code)
        {
            throw new SerialException($"{name} does not do {baud} baud");
        }
    }

    /// <summary>Lets a terminal give each key at once and show none itself; null when it is no terminal, else its settings before.</summary>
    public static byte[]? SetKeys(SafeFileHandle file)
    {
        byte[] before = new byte[Bytes];
        if (LinuxCalls.GetAttributes(file, before) != 0)
        {
            return null;
        }

        byte[] settings = [.. before];
        LinuxCalls.MakeRaw(settings);
        LinuxCalls.SetAttributes(file, 0, settings);
        return before;
    }

    /// <summary>Puts settings back.</summary>
    public static void PutBack(SafeFileHandle file, byte[] before) => LinuxCalls.SetAttributes(file, 0, before);
}
