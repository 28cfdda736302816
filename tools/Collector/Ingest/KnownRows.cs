using System;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>The rows of one stored page, to be compared with rows that come again.</summary>
internal sealed class KnownRows
{
    private readonly PageReader _reader = new(JournalLimits.MaxChannels);
    private readonly RowList _rows = new();

    /// <summary>Decodes a page of the store.</summary>
    public void Load(byte[] raw, uint epoch)
    {
        _rows.Clear();
        if (_reader.Find(raw, 0, raw.Length, epoch) == PageStatus.Ok)
        {
            _reader.Decode(_rows);
        }
    }

    /// <summary>Whether a row with the same number is there and says the same. UTC is not compared: it may have become known since.</summary>
    public bool Says(Record row) => _rows.Rows.FirstOrDefault(known => known.Sequence == row.Sequence) is { } known
        && known.Kind == row.Kind
        && known.Boot == row.Boot
        && known.UptimeSeconds == row.UptimeSeconds
        && known.ChannelCount == row.ChannelCount
        && known.Values.AsSpan(0, row.ChannelCount).SequenceEqual(row.Values.AsSpan(0, row.ChannelCount))
        && known.Qualities.AsSpan(0, row.ChannelCount).SequenceEqual(row.Qualities.AsSpan(0, row.ChannelCount))
        && known.Body.AsSpan(0, known.BodyLength).SequenceEqual(row.Body.AsSpan(0, row.BodyLength));
}
