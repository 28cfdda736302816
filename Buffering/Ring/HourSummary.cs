using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Ring;

/// <summary>Counts, extremes and sums of the scans of one span of time. Integer only; a page's rows cannot overflow it.</summary>
internal sealed class HourSummary
{
    private readonly ThinnedBody _body = new ThinnedBody();
    private readonly long[] _sums = new long[JournalLimits.MaxChannels];
    private long _span;

    /// <summary>Scans taken in.</summary>
    public int Rows { get; private set; }

    /// <summary>Forgets all scans.</summary>
    public void Clear() => Rows = 0;

    /// <summary>Whether a scan belongs to the same boot and the same span as those taken in; true for the first.</summary>
    public bool Accepts(Record scan, int spanSeconds) => Rows == 0
        || (scan.Boot == _body.Boot && scan.BootUtcMs == _body.BootUtcMs && SpanOf(scan, spanSeconds) == _span);

    /// <summary>Takes a scan in.</summary>
    public void Add(Record scan, int channelSet, int spanSeconds)
    {
        if (Rows == 0)
        {
            Begin(scan, channelSet, spanSeconds);
        }

        Rows++;
        _body.EndSeconds = scan.UptimeSeconds > _body.EndSeconds ? scan.UptimeSeconds : _body.EndSeconds;
        int[] counts = _body.Counts;
        int[] minima = _body.Minima;
        int[] maxima = _body.Maxima;
        int channels = _body.ChannelCount;
        for (int i = 0; i < channels; i++)
        {
            if (scan.Qualities[i] == JournalLimits.AbsentQuality || scan.Qualities[i] == JournalLimits.FaultQuality)
            {
                continue;
            }

            int value = scan.Values[i];
            bool first = counts[i] == 0;
            counts[i]++;
            _sums[i] += value;
            minima[i] = first || value < minima[i] ? value : minima[i];
            maxima[i] = first || value > maxima[i] ? value : maxima[i];
        }
    }

    /// <summary>
    /// Writes what is left of the scans into a record that covers the given numbers; false when so many channels with such
    /// large values do not fit into a record.
    /// </summary>
    public bool TryWrite(long first, long last, Record record)
    {
        _body.FirstSequence = first;
        _body.LastSequence = last;
        for (int i = 0; i < _body.ChannelCount; i++)
        {
            _body.Means[i] = _body.Counts[i] > 0 ? Mean(_sums[i], _body.Counts[i]) : 0;
        }

        if (_body.Bytes > JournalLimits.MaxEventBodyBytes)
        {
            return false;
        }

        _body.Write(record);
        return true;
    }

    private static int Mean(long sum, int count) => (int)((sum < 0 ? sum - (count / 2) : sum + (count / 2)) / count);

    // Hours of UTC when it is known, else of the uptime.
    private static long SpanOf(Record scan, int spanSeconds) => ((scan.BootUtcMs / 1000) + scan.UptimeSeconds) / spanSeconds;

    private void Begin(Record scan, int channelSet, int spanSeconds)
    {
        _span = SpanOf(scan, spanSeconds);
        _body.Boot = scan.Boot;
        _body.BootUtcMs = scan.BootUtcMs;
        _body.StartSeconds = scan.UptimeSeconds > 0 ? scan.UptimeSeconds : 0;
        _body.EndSeconds = _body.StartSeconds;
        _body.ChannelSet = channelSet;
        _body.ChannelCount = scan.ChannelCount;
        for (int i = 0; i < scan.ChannelCount; i++)
        {
            _body.Counts[i] = 0;
            _sums[i] = 0;
        }
    }
}
