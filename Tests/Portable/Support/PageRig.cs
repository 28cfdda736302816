using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>Puts records into a page, chunk by chunk, and compares what comes out with what went in.</summary>
public sealed class PageRig : IRecordVisitor
{
    private const uint Epoch = 9;
    private const int MostRows = 130;

    private readonly byte[] _work = new byte[JournalLimits.MaxMessageBytes];
    private readonly PageWriter _writer;
    private readonly PageReader _reader;
    private readonly PageAuthenticator _authenticator = new PageAuthenticator(new byte[32]);
    private readonly Record[] _rows = new Record[MostRows];
    private readonly int _channels;
    private int _count;
    private int _chunkStart;
    private int _seen;

    /// <summary>Makes an empty page.</summary>
    public PageRig(int channels)
    {
        _channels = channels;
        _writer = new PageWriter(_authenticator, new RowCoder(channels));
        _reader = new PageReader(channels);
    }

    /// <summary>Rows that came out wrong.</summary>
    public int Differences { get; private set; }

    /// <summary>Bytes of the page without its seal.</summary>
    public int Bytes => _writer.Length;

    /// <summary>A new row, to be filled. Its boot is that of the row before.</summary>
    public Record Next()
    {
        Record row = new Record();
        row.Sequence = 1000 + _count;
        row.Boot = _count > 0 ? _rows[_count - 1].Boot : 3;
        row.BootUtcMs = _count > 0 ? _rows[_count - 1].BootUtcMs : 0;
        row.SetScan(_channels);
        _rows[_count] = row;
        _count++;
        return row;
    }

    /// <summary>Ends a chunk: the rows since the last one become durable.</summary>
    public void EndChunk()
    {
        if (_chunkStart == 0)
        {
            PageHeader header = _writer.Header;
            header.FirstSequence = _rows[0].Sequence;
            header.Boot = _rows[0].Boot;
            header.BootUtcMs = _rows[0].BootUtcMs;
            header.UptimeSeconds = _rows[0].UptimeSeconds;
            header.ChannelSet = 0xABCDEF;
            header.ChannelCount = _channels;
            header.PeriodSeconds = 60;
            _writer.BeginPage(_work, 0);
        }
        else
        {
            _writer.BeginChunk(_work, 0);
        }

        for (int i = _chunkStart; i < _count; i++)
        {
            _writer.Add(_rows[i]);
        }

        int end = _writer.EndChunk(_work, Epoch);
        Invariant.Check(end > 0, "the chunk fits");
        _writer.Commit(_work, 0, end);
        _chunkStart = _count;
    }

    /// <summary>Forgets the models and builds them again from the durable bytes, as after a start.</summary>
    public bool Reload() => _writer.Load(Epoch, null);

    /// <summary>Seals the page and reads it; true when all rows came out as they went in.</summary>
    public bool ReadsBack()
    {
        byte[] page = new byte[JournalLimits.MaxPageBytes + Chunk.SealBytes];
        for (int i = 0; i < _writer.Length; i++)
        {
            page[i] = _writer.Bytes[i];
        }

        int end = _writer.WriteSeal(page, 0, 0, _writer.Length, Epoch);
        if (_reader.Find(page, 0, end, Epoch) != PageStatus.Ok || !_reader.Verify(_authenticator, new byte[JournalLimits.MacBytes])
            || _reader.Rows != _count || _reader.End != end)
        {
            return false;
        }

        _reader.Decode(this);
        return _seen == _count && Differences == 0;
    }

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        Record expected = _rows[_seen];
        _seen++;
        Differences += IsSame(expected, record) ? 0 : 1;
    }

    /// <summary>Whether two records say the same.</summary>
    public static bool IsSame(Record one, Record other)
    {
        if (one.Sequence != other.Sequence || one.Kind != other.Kind || one.Boot != other.Boot
            || one.UptimeSeconds != other.UptimeSeconds || one.ChannelCount != other.ChannelCount
            || one.BodyLength != other.BodyLength)
        {
            return false;
        }

        for (int i = 0; i < one.ChannelCount; i++)
        {
            bool absent = one.Qualities[i] == JournalLimits.AbsentQuality;
            if (one.Qualities[i] != other.Qualities[i] || (!absent && one.Values[i] != other.Values[i]))
            {
                return false;
            }
        }

        for (int i = 0; i < one.BodyLength; i++)
        {
            if (one.Body[i] != other.Body[i])
            {
                return false;
            }
        }

        return true;
    }
}
