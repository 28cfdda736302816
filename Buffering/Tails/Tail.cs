using System;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Tails;

/// <summary>
/// The image of one tail file: the newest rows, durable one by one, until they move to the segment. A tail stands alone:
/// its first row is absolute. Every row ends with a check over all bytes of the file up to it, so that neither a torn
/// append nor leftovers of an older tail can pass as a row.
/// </summary>
public sealed class Tail
{
    /// <summary>First byte of a tail file of layout version 1.</summary>
    public const byte Magic = 0xA1;

    private const int EpochOffset = 1;

    private readonly byte[] _bytes;
    private readonly byte[] _row;
    private readonly TailRowCoder _coder;

    private uint _crc;
    private int _limit;
    private int _rowsOffset;
    private int _droppedRows;
    private uint _firstBoot;
    private long _firstBootUtcMs;

    // Where the reader stands.
    private int _readOffset;
    private int _readRows;
    private uint _readBoot;
    private long _readBootUtcMs;

    /// <summary>Makes an empty tail for any number of channels.</summary>
    public Tail()
        : this(JournalLimits.MaxChannels, new TailRowCoder(), new byte[JournalLimits.MaxTailBytes])
    {
    }

    /// <summary>Makes an empty tail that shares its coder and a buffer for one row with others: only one is worked on at a time.</summary>
    public Tail(int mostChannels, TailRowCoder coder, byte[] row)
    {
        _bytes = new byte[Capacity(mostChannels)];
        _coder = coder;
        _row = row;
    }

    /// <summary>Longest tail of the given number of channels, in bytes.</summary>
    public static int Capacity(int channels) => channels <= JournalLimits.TailChannels
        ? JournalLimits.TailBytes
        : JournalLimits.TailBytes + ((channels - JournalLimits.TailChannels) * JournalLimits.TailBytesPerChannel);

    /// <summary>Bytes of the file; <see cref="Length"/> of them count.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Bytes that hold the header and whole rows.</summary>
    public int Length { get; private set; }

    /// <summary>Rows in the tail.</summary>
    public int Rows { get; private set; }

    /// <summary>Sequence number of the first row.</summary>
    public long FirstSequence { get; private set; }

    /// <summary>Sequence number behind the last row.</summary>
    public long NextSequence => FirstSequence + Rows;

    /// <summary>First sequence number that the file was begun with; stays when its rows are forgotten.</summary>
    public long Begun { get; private set; }

    /// <summary>The acknowledged watermark when the tail was begun.</summary>
    public long Acked { get; private set; }

    /// <summary>Id of the channel set of the scans.</summary>
    public int ChannelSet { get; private set; }

    /// <summary>Channels of a scan.</summary>
    public int ChannelCount { get; private set; }

    /// <summary>Usual seconds between scans.</summary>
    public int PeriodSeconds { get; private set; }

    /// <summary>UTC of the first row's boot when it is known from elsewhere; tails do not store it.</summary>
    public long FirstBootUtcMs
    {
        get => _firstBootUtcMs;
        set => _firstBootUtcMs = value;
    }

    /// <summary>Boot of the first row in the file.</summary>
    public uint FirstBoot => _firstBoot;

    /// <summary>Boot of the last row.</summary>
    public uint LastBoot { get; private set; }

    /// <summary>Whether the first row in the file is the boot record itself.</summary>
    public bool StartsBoot { get; private set; }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        Length = 0;
        Rows = 0;
        _droppedRows = 0;
    }

    /// <summary>Forgets the rows through a number: they are elsewhere.</summary>
    public void DropThrough(long sequence)
    {
        if (sequence >= NextSequence - 1)
        {
            Clear();
        }
        else if (sequence >= FirstSequence)
        {
            int dropped = (int)(sequence - FirstSequence) + 1;
            FirstSequence += dropped;
            Rows -= dropped;
            _droppedRows += dropped;
        }
    }

    /// <summary>Begins the file anew with a header for the given first row; rows follow with <see cref="TryAdd"/>.</summary>
    public void Begin(uint epoch, Record first, long acked, int channelSet, int channelCount, int periodSeconds)
    {
        Clear();
        FirstSequence = first.Sequence;
        Begun = FirstSequence;
        Acked = acked;
        ChannelSet = channelSet;
        ChannelCount = channelCount;
        PeriodSeconds = periodSeconds;
        _firstBoot = first.Boot;
        _firstBootUtcMs = first.BootUtcMs;
        StartsBoot = first.Kind == RecordKind.Boot;
        _limit = Capacity(channelCount);
        _bytes[0] = Magic;
        int offset = LittleEndian.Write(_bytes, EpochOffset, epoch, 4);
        offset = Varint.Write(_bytes, offset, FirstSequence);
        offset = Varint.Write(_bytes, offset, FirstSequence - 1 - acked);
        offset = Varint.Write(_bytes, offset, _firstBoot);
        offset = LittleEndian.Write(_bytes, offset, channelSet, 3);
        _bytes[offset++] = (byte)channelCount;
        offset = Varint.Write(_bytes, offset, periodSeconds);
        Length = offset;
        _rowsOffset = offset;
        _crc = Crc32.Append(0, _bytes, 0, offset);
        _coder.Reset(channelCount, periodSeconds);
    }

    /// <summary>Adds a row; false, and no change to the bytes, when it does not fit. A tail that refused a row is full.</summary>
    public bool TryAdd(Record record)
    {
        if (TailRowCoder.Bound(record) > _row.Length)
        {
            return false;
        }

        int start = Length;
        int count = _coder.Write(_row, 0, record);
        int end = start + count;
        if (end + JournalLimits.CheckBytes > _limit)
        {
            return false;
        }

        Array.Copy(_row, 0, _bytes, start, count);
        _crc = Crc32.Append(_crc, _bytes, start, count);
        Length = Crc32.WriteCheck(_bytes, end, _crc);
        Rows++;
        LastBoot = record.Boot;
        return true;
    }

    /// <summary>Takes back the last row added, which began at the given length: its write failed. The tail is full then.</summary>
    public void RemoveLast(int length)
    {
        Length = length;
        Rows--;
    }

    /// <summary>
    /// Reads a tail file that was put into <see cref="Bytes"/>. Keeps the rows that verify; whatever follows them
    /// is counted in <paramref name="unreadableBytes"/>. False when not even the header and one row verify.
    /// </summary>
    public bool Load(int fileLength, uint epoch, Record scratch, out int unreadableBytes)
    {
        Clear();
        unreadableBytes = fileLength;
        if (!ReadHeader(fileLength, epoch))
        {
            return false;
        }

        _crc = Crc32.Append(0, _bytes, 0, _rowsOffset);
        _coder.Reset(ChannelCount, PeriodSeconds);
        LastBoot = _firstBoot;
        Length = _rowsOffset;
        while (Length < fileLength)
        {
            int end = _coder.Read(_bytes, Length, fileLength, scratch);
            if (end < 0 || end + JournalLimits.CheckBytes > fileLength)
            {
                break;
            }

            uint crc = Crc32.Append(_crc, _bytes, Length, end - Length);
            if (!Crc32.CheckMatches(_bytes, end, crc))
            {
                break;
            }

            _crc = crc;
            Length = end + JournalLimits.CheckBytes;
            StartsBoot = Rows == 0 ? scratch.Kind == RecordKind.Boot : StartsBoot;
            LastBoot = scratch.Kind == RecordKind.Boot && BootBody.TryReadBoot(scratch.Body, scratch.BodyLength, out uint boot)
                ? boot
                : LastBoot;
            Rows++;
        }

        unreadableBytes = fileLength - Length;
        if (Rows == 0)
        {
            unreadableBytes = fileLength;
            Clear();
            return false;
        }

        return true;
    }

    /// <summary>Starts reading rows from the first that was not dropped.</summary>
    public void Rewind()
    {
        _readOffset = _rowsOffset;
        _readRows = -_droppedRows;
        _readBoot = _firstBoot;
        _readBootUtcMs = _firstBootUtcMs;
        _coder.Reset(ChannelCount, PeriodSeconds);
    }

    /// <summary>
    /// Reads the next row with its sequence, boot and UTC; false at the end. After reading, rows can no longer be added.
    /// </summary>
    public bool ReadNext(Record record)
    {
        if (_readRows >= Rows)
        {
            return false;
        }

        do
        {
            ReadRow(record);
            record.Sequence = FirstSequence + _readRows;
            _readRows++;
        }
        while (_readRows <= 0);

        return true;
    }

    /// <summary>The epoch in the header of the bytes in <see cref="Bytes"/>, or 0 when they are no tail.</summary>
    public uint PeekEpoch(int fileLength) =>
        fileLength > EpochOffset + 4 && _bytes[0] == Magic ? (uint)LittleEndian.Read(_bytes, EpochOffset, 4) : 0;

    private void ReadRow(Record record)
    {
        int end = _coder.Read(_bytes, _readOffset, Length, record);
        Invariant.Check(end > 0, "verified rows can be read again");
        _readOffset = end + JournalLimits.CheckBytes;
        if (record.Kind == RecordKind.Boot && BootBody.TryReadBoot(record.Body, record.BodyLength, out uint boot))
        {
            _readBoot = boot;
            _readBootUtcMs = 0;
        }
        else if (record.Kind == RecordKind.TimeAnchor
            && TimeAnchorBody.TryReadBootUtc(record.Body, record.BodyLength, out long utc))
        {
            _readBootUtcMs = utc;
        }

        record.Boot = _readBoot;
        record.BootUtcMs = _readBootUtcMs;
    }

    private bool ReadHeader(int end, uint epoch)
    {
        if (end > _bytes.Length || epoch == 0 || PeekEpoch(end) != epoch)
        {
            return false;
        }

        int offset = Varint.Read(_bytes, EpochOffset + 4, end, JournalLimits.MaxSequence, out long first);
        if (offset < 0 || first == 0)
        {
            return false;
        }

        offset = Varint.Read(_bytes, offset, end, first - 1, out long unacked);
        if (offset < 0)
        {
            return false;
        }

        offset = Varint.Read(_bytes, offset, end, uint.MaxValue, out long boot);
        if (offset < 0 || offset + 4 > end)
        {
            return false;
        }

        ChannelSet = (int)LittleEndian.Read(_bytes, offset, 3);
        ChannelCount = _bytes[offset + 3];
        offset = Varint.Read(_bytes, offset + 4, end, JournalLimits.MaxPeriodSeconds, out long period);
        if (offset < 0 || ChannelCount > JournalLimits.MaxChannels)
        {
            return false;
        }

        FirstSequence = first;
        Begun = first;
        Acked = first - 1 - unacked;
        PeriodSeconds = (int)period;
        _firstBoot = (uint)boot;
        _firstBootUtcMs = 0;
        _rowsOffset = offset;
        return true;
    }
}
