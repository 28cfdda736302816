using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// The dense code of a page's rows: prediction from the row before, then adaptive bits. The same statements encode and
/// decode, so that the two cannot drift apart. State restarts with every page and runs on over the chunks of a page.
/// FORMAT.md describes every bit.
/// </summary>
public sealed class RowCoder
{
    // Contexts of a row.
    private const int PlainContext = 0;
    private const int EventContext = 2;
    private const int TimeZeroContext = 3;
    private const int TimeSignContext = TimeZeroContext + 5;
    private const int TimeMagnitudeContext = TimeSignContext + 5;
    private const int RowContexts = TimeMagnitudeContext + MagnitudeContexts;

    // Contexts of a channel.
    private const int QualityContext = 0;
    private const int ZeroContext = 1;
    private const int SignContext = ZeroContext + 4;
    private const int ValueMagnitudeContext = SignContext + 3;
    private const int ChannelContexts = ValueMagnitudeContext + MagnitudeContexts;

    // A magnitude: its bit length, in unary up to nine and in five more bits from ten, then its two highest bits below the
    // leading one, learned per length.
    private const int LongLength = 10;
    private const int LongLengthBits = 5;
    private const int LongLengthContexts = (1 << LongLengthBits) - 1;
    private const int LengthContexts = LongLength - 1 + LongLengthContexts;
    private const int MagnitudeContexts = LengthContexts + (3 * LongLength);
    private const int LearnedBits = 2;
    private const int MaxLength = 32;

    private const int TimeSlackSeconds = 2;

    // Nearly every row is a scan without changed qualities: a page need not learn that.
    private const int PlainPresumed = 64000;
    private const int PlainUpdates = 6;

    private RangeCoder _coder;
    private readonly int[] _lastValues = new int[JournalLimits.MaxChannels];
    private readonly byte[] _lastQualities = new byte[JournalLimits.MaxChannels];
    private readonly bool[] _valueSeen = new bool[JournalLimits.MaxChannels];
    private readonly byte[] _changeHistory = new byte[JournalLimits.MaxChannels];
    private readonly byte[] _lastSigns = new byte[JournalLimits.MaxChannels];

    private int _channelCount;
    private int _periodSeconds;
    private uint _boot;
    private long _bootUtcMs;
    private int _lastSeconds;
    private int _gridSeconds;
    private int _gridOffset;
    private bool _scanSeen;
    private int _lastWasPlain;

    /// <summary>Makes a coder with room for the most channels.</summary>
    /// <param name="mostChannels">Channels that pages may have, 0 to 32: 230 bytes of models each.</param>
    public RowCoder(int mostChannels)
    {
        Invariant.Check(mostChannels >= 0 && mostChannels <= JournalLimits.MaxChannels, "channels within limits");
        MostChannels = mostChannels;
        _coder = new RangeCoder(RowContexts + (mostChannels * ChannelContexts));
    }

    /// <summary>Most channels a page may have for this coder.</summary>
    public int MostChannels { get; private set; }

    /// <summary>Whether the last encoding ran out of room.</summary>
    public bool Overflowed => _coder.Overflowed;

    /// <summary>
    /// Makes room for more channels, by allocating: for what was stored when this gateway had more channels than now.
    /// </summary>
    public void EnsureChannels(int channels)
    {
        Invariant.Check(channels <= JournalLimits.MaxChannels, "channels within limits");
        if (channels > MostChannels)
        {
            MostChannels = channels;
            _coder = new RangeCoder(RowContexts + (channels * ChannelContexts));
        }
    }

    /// <summary>Starts a page: forgets all rows and everything learned.</summary>
    public void StartPage(PageHeader header)
    {
        Invariant.Check(header.ChannelCount <= MostChannels, "channels within limits");
        _channelCount = header.ChannelCount;
        _periodSeconds = header.PeriodSeconds;
        _boot = header.Boot;
        _bootUtcMs = header.BootUtcMs;
        _lastSeconds = header.UptimeSeconds;
        _gridSeconds = 0;
        _gridOffset = 0;
        _scanSeen = false;
        _lastWasPlain = 1;
        for (int i = 0; i < _channelCount; i++)
        {
            _lastValues[i] = 0;
            _lastQualities[i] = 0;
            _valueSeen[i] = false;
            _changeHistory[i] = 0;
            _lastSigns[i] = 0;
        }

        _coder.ResetModels();
        _coder.Presume(PlainContext, PlainPresumed, PlainUpdates);
        _coder.Presume(PlainContext + 1, PlainPresumed, PlainUpdates);
    }

    /// <summary>Starts writing the rows of one chunk.</summary>
    public void StartEncoding(byte[] buffer, int offset, int end) => _coder.StartEncoding(buffer, offset, end);

    /// <summary>Where the chunk being written ends at the latest if no row follows.</summary>
    public int EndBound => _coder.EndBound;

    /// <summary>Ends the rows of one chunk; returns the offset behind them.</summary>
    public int FinishEncoding(int start) => _coder.FinishEncoding(start);

    /// <summary>Starts reading the rows of one chunk.</summary>
    public void StartDecoding(byte[] buffer, int offset, int end) => _coder.StartDecoding(buffer, offset, end);

    /// <summary>
    /// Codes one row: from the record when encoding, into it when decoding (all fields but the sequence).
    /// Decoding any bytes terminates and gives some row within limits; whether it is the true one, checks and MAC decide.
    /// </summary>
    public void Code(Record record)
    {
        bool encoding = _coder.Encoding;
        int plain = 0;
        if (encoding && record.Kind == RecordKind.Scan && QualitiesUnchanged(record))
        {
            plain = 1;
        }

        plain = _coder.Bit(PlainContext + _lastWasPlain, plain ^ 1) ^ 1;
        _lastWasPlain = plain;
        if (plain == 0 && _coder.Bit(EventContext, encoding && record.Kind != RecordKind.Scan ? 1 : 0) == 1)
        {
            CodeEvent(record, encoding);
        }
        else
        {
            CodeScan(record, encoding, plain == 1);
        }
    }

    private bool QualitiesUnchanged(Record record)
    {
        Invariant.Check(record.ChannelCount == _channelCount, "a page has one channel set");
        byte[] qualities = record.Qualities;
        for (int i = 0; i < _channelCount; i++)
        {
            if (qualities[i] != _lastQualities[i])
            {
                return false;
            }
        }

        return true;
    }

    private void CodeScan(Record record, bool encoding, bool plain)
    {
        if (!encoding)
        {
            record.SetScan(_channelCount);
        }

        CodeScanTime(record, encoding);
        int[] values = record.Values;
        byte[] qualities = record.Qualities;
        int contexts = RowContexts;
        for (int i = 0; i < _channelCount; i++)
        {
            if (!plain)
            {
                int changed = _coder.Bit(contexts + QualityContext, encoding && qualities[i] != _lastQualities[i] ? 1 : 0);
                if (changed == 1)
                {
                    _lastQualities[i] = (byte)_coder.Direct(encoding ? qualities[i] : 0u, 3);
                }
            }

            qualities[i] = _lastQualities[i];
            if (qualities[i] != JournalLimits.AbsentQuality)
            {
                values[i] = CodeValue(contexts, i, values[i]);
            }

            contexts += ChannelContexts;
        }
    }

    // A scan's time is coded against a grid of the usual distance, so that a clock that reads now the one, now the other
    // second around its beat costs no more than that.
    private void CodeScanTime(Record record, bool encoding)
    {
        int expected = _scanSeen ? _gridSeconds + _periodSeconds : _lastSeconds;
        int error = encoding ? record.UptimeSeconds - expected : 0;
        int context = _gridOffset + TimeSlackSeconds;
        if (_coder.Bit(TimeZeroContext + context, error != 0 ? 1 : 0) == 1)
        {
            int negative = _coder.Bit(TimeSignContext + context, error < 0 ? 1 : 0);
            uint magnitude = CodeMagnitude(TimeMagnitudeContext, negative == 1 ? (uint)-error : (uint)error);
            error = negative == 1 ? -(int)magnitude : (int)magnitude;
        }
        else
        {
            error = 0;
        }

        int seconds = expected + error;
        bool onGrid = _scanSeen && error >= -TimeSlackSeconds && error <= TimeSlackSeconds;
        _gridSeconds = onGrid ? expected : seconds;
        _gridOffset = onGrid ? error : 0;
        _scanSeen = true;
        StampTime(record, seconds);
    }

    private int CodeValue(int contexts, int channel, int value)
    {
        if (!_valueSeen[channel])
        {
            _valueSeen[channel] = true;
            value = CodeFirstValue(value);
            _lastValues[channel] = value;
            return value;
        }

        int last = _lastValues[channel];
        int delta = value - last;
        int history = _changeHistory[channel];
        int changed = _coder.Bit(contexts + ZeroContext + history, delta != 0 ? 1 : 0);
        _changeHistory[channel] = (byte)(((history << 1) | changed) & 3);
        if (changed == 0)
        {
            return last;
        }

        int negative = _coder.Bit(contexts + SignContext + _lastSigns[channel], delta < 0 ? 1 : 0);
        uint magnitude = CodeMagnitude(contexts + ValueMagnitudeContext, negative == 1 ? (uint)-delta : (uint)delta);
        delta = negative == 1 ? -(int)magnitude : (int)magnitude;
        _lastSigns[channel] = (byte)(1 + negative);
        last += delta;
        _lastValues[channel] = last;
        return last;
    }

    // The first value of a page says nothing about the steps to come: it is written without a model.
    private int CodeFirstValue(int value)
    {
        uint zigzag = (uint)((value << 1) ^ (value >> 31));
        int length = (int)_coder.Direct((uint)BitLength(zigzag), 6);
        if (length == 0)
        {
            return 0;
        }

        if (length > 32)
        {
            length = 32;
        }

        uint low = _coder.Direct(zigzag, length - 1);
        zigzag = (1u << (length - 1)) | (low & ((1u << (length - 1)) - 1));
        return (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
    }

    // Magnitudes run from 1 to 2^32 - 1.
    private uint CodeMagnitude(int contexts, uint magnitude)
    {
        int length = CodeLength(contexts, magnitude);
        int learned = contexts + LengthContexts + (3 * ((length < LongLength ? length : LongLength) - 1));
        uint result = 1;
        int node = 0;
        int rest = length - 1;
        while (rest > 0 && rest > length - 1 - LearnedBits)
        {
            rest--;
            int bit = _coder.Bit(learned + node, (int)((magnitude >> rest) & 1));
            node = 1 + bit;
            result = (result << 1) | (uint)bit;
        }

        return rest == 0 ? result : (result << rest) | _coder.Direct(magnitude & ((1u << rest) - 1), rest);
    }

    private int CodeLength(int contexts, uint magnitude)
    {
        int coded = 1;
        while (coded < LongLength && _coder.Bit(contexts + coded - 1, magnitude >> coded != 0 ? 1 : 0) == 1)
        {
            coded++;
        }

        if (coded < LongLength)
        {
            return coded;
        }

        int tree = contexts + LongLength - 2;
        int excess = BitLength(magnitude) - LongLength;
        int node = 1;
        for (int i = LongLengthBits - 1; i >= 0; i--)
        {
            node = (node << 1) | _coder.Bit(tree + node, (excess >> i) & 1);
        }

        coded += node - (1 << LongLengthBits);
        return coded < MaxLength ? coded : MaxLength;
    }

    private void CodeEvent(Record record, bool encoding)
    {
        byte kind = (byte)_coder.Direct(encoding ? record.Kind : 0u, 7);
        if (!encoding)
        {
            record.SetEvent(kind == RecordKind.Scan ? RecordKind.Max : kind);
        }

        int step = encoding ? record.UptimeSeconds - _lastSeconds : 0;
        uint zigzag = (uint)((step << 1) ^ (step >> 31));
        int bits = (int)_coder.Direct((uint)BitLength(zigzag), 6);
        zigzag = _coder.Direct(zigzag, bits > 32 ? 32 : bits);
        step = (int)(zigzag >> 1) ^ -(int)(zigzag & 1);

        int length = (int)_coder.Direct((uint)record.BodyLength, 9);
        if (length > JournalLimits.MaxEventBodyBytes)
        {
            length = JournalLimits.MaxEventBodyBytes;
        }

        for (int i = 0; i < length; i++)
        {
            record.Body[i] = (byte)_coder.Direct(record.Body[i], 8);
        }

        record.BodyLength = length;
        FollowEvent(record);
        StampTime(record, _lastSeconds + step);
    }

    private void FollowEvent(Record record)
    {
        if (record.Kind == RecordKind.Boot && BootBody.TryReadBoot(record.Body, record.BodyLength, out uint boot))
        {
            _boot = boot;
            _bootUtcMs = 0;
            _scanSeen = false;
            _gridOffset = 0;
        }
        else if (record.Kind == RecordKind.TimeAnchor && TimeAnchorBody.TryReadBootUtc(record.Body, record.BodyLength, out long utc))
        {
            _bootUtcMs = utc;
        }
    }

    private void StampTime(Record record, int seconds)
    {
        _lastSeconds = seconds;
        record.UptimeSeconds = seconds;
        record.Boot = _boot;
        record.BootUtcMs = _bootUtcMs;
    }

    private static int BitLength(uint value)
    {
        int length = 0;
        while (value != 0)
        {
            length++;
            value >>= 1;
        }

        return length;
    }
}
