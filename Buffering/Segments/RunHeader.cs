using System;

namespace ZhiSan.Edge.Buffering.Segments;

/// <summary>
/// What stands before a run of pages: at the start of a segment file, of a message and of an evacuated file.
/// 36 bytes; FORMAT.md lists them.
/// </summary>
public sealed class RunHeader
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 36;

    private const byte Version = 1;
    private const int SequenceBytes = 7;

    /// <summary>Makes an empty header.</summary>
    public RunHeader()
    {
        PreviousMac = new byte[JournalLimits.MacBytes];
    }

    /// <summary>Epoch of every page in the run; never 0.</summary>
    public uint Epoch;

    /// <summary>Sequence number of the first row of the run.</summary>
    public long FirstSequence;

    /// <summary>The oldest sequence number that the gateway still held when it wrote this header.</summary>
    public long HeldFrom;

    /// <summary>
    /// Bytes that were written in one call, this header included: a segment that verifies no further was cut short when it was
    /// begun. In a message its whole length.
    /// </summary>
    public int FirstWriteBytes;

    /// <summary>MAC of the page before the run; zeros at the start of an epoch.</summary>
    public readonly byte[] PreviousMac;

    /// <summary>Writes the header and returns the next offset.</summary>
    public int Write(byte[] buffer, int offset)
    {
        int at = offset;
        buffer[at++] = (byte)'Z';
        buffer[at++] = (byte)'S';
        buffer[at++] = (byte)'J';
        buffer[at++] = Version;
        at = LittleEndian.Write(buffer, at, Epoch, 4);
        at = LittleEndian.Write(buffer, at, FirstSequence, SequenceBytes);
        at = LittleEndian.Write(buffer, at, HeldFrom, SequenceBytes);
        at = LittleEndian.Write(buffer, at, FirstWriteBytes, 2);
        Array.Copy(PreviousMac, 0, buffer, at, JournalLimits.MacBytes);
        at += JournalLimits.MacBytes;
        return LittleEndian.Write(buffer, at, Crc32.Append(0, buffer, offset, at - offset), 4);
    }

    /// <summary>Reads a header; says which check failed.</summary>
    public RunHeaderStatus Read(byte[] buffer, int offset, int end)
    {
        if (end - offset < Bytes)
        {
            return RunHeaderStatus.Truncated;
        }

        if (buffer[offset] != 'Z' || buffer[offset + 1] != 'S' || buffer[offset + 2] != 'J')
        {
            return RunHeaderStatus.Foreign;
        }

        if (buffer[offset + 3] != Version)
        {
            return RunHeaderStatus.UnknownVersion;
        }

        uint crc = Crc32.Append(0, buffer, offset, Bytes - 4);
        if ((uint)LittleEndian.Read(buffer, offset + Bytes - 4, 4) != crc)
        {
            return RunHeaderStatus.CheckFailed;
        }

        Epoch = (uint)LittleEndian.Read(buffer, offset + 4, 4);
        FirstSequence = LittleEndian.Read(buffer, offset + 8, SequenceBytes);
        HeldFrom = LittleEndian.Read(buffer, offset + 15, SequenceBytes);
        FirstWriteBytes = (int)LittleEndian.Read(buffer, offset + 22, 2);
        Array.Copy(buffer, offset + 24, PreviousMac, 0, JournalLimits.MacBytes);
        bool inRange = Epoch != 0 && FirstSequence > 0 && FirstSequence <= JournalLimits.MaxSequence
            && HeldFrom > 0 && HeldFrom <= FirstSequence && FirstWriteBytes >= Bytes;
        return inRange ? RunHeaderStatus.Ok : RunHeaderStatus.OutOfRange;
    }
}
