using System;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Tails;

/// <summary>
/// The plain byte code of rows in a tail file: differences from the row before, byte by byte, quick to write and to check.
/// FORMAT.md describes every bit.
/// </summary>
public sealed class TailRowCoder
{
    private const int EventFlag = 0x80;
    private const int QualityFlag = 0x40;
    private const int TimeShift = 4;
    private const int MaskChannelsInControl = 4;

    private const int TimeOnPeriod = 0;
    private const int TimeOneLess = 1;
    private const int TimeOneMore = 2;
    private const int TimeExplicit = 3;

    private readonly int[] _values = new int[JournalLimits.MaxChannels];
    private readonly byte[] _qualities = new byte[JournalLimits.MaxChannels];
    private int _channelCount;
    private int _periodSeconds;
    private int _seconds;

    /// <summary>Forgets all rows: the next one is coded against zeros.</summary>
    public void Reset(int channelCount, int periodSeconds)
    {
        _channelCount = channelCount;
        _periodSeconds = periodSeconds;
        _seconds = 0;
        Array.Clear(_values, 0, _values.Length);
        Array.Clear(_qualities, 0, _qualities.Length);
    }

    /// <summary>Most bytes that a record can take.</summary>
    public static int Bound(Record record) => record.Kind == RecordKind.Scan
        ? 2 + 5 + (record.ChannelCount * 6)
        : 1 + 5 + 2 + record.BodyLength;

    /// <summary>
    /// Writes a row and returns the offset behind it. The buffer must have room for <see cref="Bound"/>.
    /// The row counts as written: the next is coded against it.
    /// </summary>
    public int Write(byte[] buffer, int offset, Record record)
    {
        long step = (long)record.UptimeSeconds - _seconds;
        _seconds = record.UptimeSeconds;
        return record.Kind == RecordKind.Scan
            ? WriteScan(buffer, offset, record, step - _periodSeconds)
            : WriteEvent(buffer, offset, record, step);
    }

    /// <summary>
    /// Reads a row (all but sequence, boot and UTC) and returns the offset behind it, or -1 when the bytes cannot be a row.
    /// </summary>
    public int Read(byte[] buffer, int offset, int end, Record record)
    {
        if (offset >= end)
        {
            return -1;
        }

        return (buffer[offset] & EventFlag) == 0
            ? ReadScan(buffer, offset, end, record)
            : ReadEvent(buffer, offset, end, record);
    }

    private int WriteScan(byte[] buffer, int offset, Record record, long drift)
    {
        Invariant.Check(record.ChannelCount == _channelCount, "a tail has one channel set");
        int control = offset++;
        int time = drift == 0 ? TimeOnPeriod : drift == -1 ? TimeOneLess : drift == 1 ? TimeOneMore : TimeExplicit;
        buffer[control] = (byte)(time << TimeShift);
        int mask = offset;
        for (int i = MaskChannelsInControl; i < _channelCount; i += 8)
        {
            buffer[offset++] = 0;
        }

        if (time == TimeExplicit)
        {
            offset = Varint.Write(buffer, offset, Varint.ToZigzag(drift));
        }

        offset = WriteQualities(buffer, offset, control, record);
        int[] values = record.Values;
        for (int i = 0; i < _channelCount; i++)
        {
            int delta = values[i] - _values[i];
            if (delta == 0 || _qualities[i] == JournalLimits.AbsentQuality)
            {
                continue;
            }

            _values[i] = values[i];
            offset = Varint.Write(buffer, offset, (uint)((delta << 1) ^ (delta >> 31)));
            if (i < MaskChannelsInControl)
            {
                buffer[control] |= (byte)(1 << i);
            }
            else
            {
                buffer[mask + ((i - MaskChannelsInControl) >> 3)] |= (byte)(1 << ((i - MaskChannelsInControl) & 7));
            }
        }

        return offset;
    }

    private int WriteQualities(byte[] buffer, int offset, int control, Record record)
    {
        byte[] qualities = record.Qualities;
        bool changed = false;
        for (int i = 0; i < _channelCount; i++)
        {
            changed |= qualities[i] != _qualities[i];
        }

        if (!changed)
        {
            return offset;
        }

        buffer[control] |= QualityFlag;
        for (int i = 0; i < _channelCount; i += 2)
        {
            int high = i + 1 < _channelCount ? qualities[i + 1] : 0;
            buffer[offset++] = (byte)(qualities[i] | (high << 4));
        }

        Array.Copy(qualities, _qualities, _channelCount);
        return offset;
    }

    private int ReadScan(byte[] buffer, int offset, int end, Record record)
    {
        int control = buffer[offset++];
        int mask = offset;
        int maskBytes = _channelCount > MaskChannelsInControl ? (_channelCount - MaskChannelsInControl + 7) >> 3 : 0;
        offset += maskBytes;
        if (offset > end)
        {
            return -1;
        }

        record.SetScan(_channelCount);
        int time = (control >> TimeShift) & 3;
        long drift = time == TimeOneLess ? -1 : time == TimeOneMore ? 1 : 0;
        if (time == TimeExplicit)
        {
            offset = Varint.Read(buffer, offset, end, uint.MaxValue * 2L, out long zigzag);
            if (offset < 0)
            {
                return -1;
            }

            drift = Varint.FromZigzag(zigzag);
        }

        offset = (control & QualityFlag) != 0 ? ReadQualities(buffer, offset, end) : offset;
        if (offset < 0 || !Advance(drift + _periodSeconds))
        {
            return -1;
        }

        record.UptimeSeconds = _seconds;
        for (int i = 0; i < _channelCount; i++)
        {
            int bit = i < MaskChannelsInControl
                ? control >> i
                : buffer[mask + ((i - MaskChannelsInControl) >> 3)] >> ((i - MaskChannelsInControl) & 7);
            if ((bit & 1) != 0)
            {
                offset = Varint.Read(buffer, offset, end, uint.MaxValue, out long zigzag);
                if (offset < 0)
                {
                    return -1;
                }

                _values[i] += (int)((uint)zigzag >> 1) ^ -(int)(zigzag & 1);
            }

            record.Qualities[i] = _qualities[i];
            record.Values[i] = _qualities[i] == JournalLimits.AbsentQuality ? 0 : _values[i];
        }

        return offset;
    }

    private int ReadQualities(byte[] buffer, int offset, int end)
    {
        int bytes = (_channelCount + 1) >> 1;
        if (offset + bytes > end)
        {
            return -1;
        }

        for (int i = 0; i < _channelCount; i++)
        {
            _qualities[i] = (byte)((buffer[offset + (i >> 1)] >> ((i & 1) * 4)) & 7);
        }

        return offset + bytes;
    }

    private static int WriteEvent(byte[] buffer, int offset, Record record, long step)
    {
        buffer[offset++] = (byte)(EventFlag | record.Kind);
        offset = Varint.Write(buffer, offset, Varint.ToZigzag(step));
        offset = Varint.Write(buffer, offset, record.BodyLength);
        Array.Copy(record.Body, 0, buffer, offset, record.BodyLength);
        return offset + record.BodyLength;
    }

    private int ReadEvent(byte[] buffer, int offset, int end, Record record)
    {
        byte kind = (byte)(buffer[offset++] & ~EventFlag);
        offset = Varint.Read(buffer, offset, end, uint.MaxValue * 2L, out long zigzag);
        if (kind == RecordKind.Scan || offset < 0 || !Advance(Varint.FromZigzag(zigzag)))
        {
            return -1;
        }

        offset = Varint.Read(buffer, offset, end, JournalLimits.MaxEventBodyBytes, out long length);
        if (offset < 0 || offset + length > end)
        {
            return -1;
        }

        record.SetEvent(kind);
        record.UptimeSeconds = _seconds;
        record.BodyLength = (int)length;
        Array.Copy(buffer, offset, record.Body, 0, (int)length);
        return offset + (int)length;
    }

    private bool Advance(long step)
    {
        long seconds = _seconds + step;
        if (seconds < 0 || seconds > int.MaxValue)
        {
            return false;
        }

        _seconds = (int)seconds;
        return true;
    }
}
