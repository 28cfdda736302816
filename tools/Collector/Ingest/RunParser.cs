using System.Collections.Generic;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Finds the pages of a run in bytes that may be anybody's. It is all or nothing: a run in which one check fails is dropped
/// whole, because the gateway sends it again.
/// </summary>
internal sealed class RunParser(PageReader reader)
{
    private readonly List<ParsedPage> _pages = [];

    /// <summary>The header of the run parsed last.</summary>
    public RunHeader Header { get; } = new();

    /// <summary>The pages of the run parsed last.</summary>
    public IReadOnlyList<ParsedPage> Pages => _pages;

    /// <summary>Parses a run; null when all checks match.</summary>
    public Rejection? Parse(byte[] payload)
    {
        _pages.Clear();
        var header = Header.Read(payload, 0, payload.Length);
        if (header != RunHeaderStatus.Ok)
        {
            return new Rejection(ReasonOf(header), $"run header of {payload.Length} bytes: {header}");
        }

        var offset = RunHeader.Bytes;
        while (true)
        {
            var status = reader.Find(payload, offset, payload.Length, Header.Epoch);
            if (status == PageStatus.End)
            {
                return _pages.Count > 0 ? null : new Rejection(RejectionReason.NoPages, "a run header without pages");
            }

            if (status != PageStatus.Ok)
            {
                return new Rejection(ReasonOf(status), $"page at byte {offset} of {payload.Length}: {status}");
            }

            if (Judge() is { } rejection)
            {
                return rejection;
            }

            _pages.Add(new ParsedPage(offset, reader.End, reader.Header.FirstSequence, reader.LastSequence, [.. reader.Mac]));
            offset = reader.End;
        }
    }

    private static RejectionReason ReasonOf(RunHeaderStatus status) => status switch
    {
        RunHeaderStatus.Truncated => RejectionReason.HeaderTruncated,
        RunHeaderStatus.UnknownVersion => RejectionReason.HeaderVersion,
        RunHeaderStatus.CheckFailed => RejectionReason.HeaderCheck,
        RunHeaderStatus.OutOfRange => RejectionReason.HeaderRange,
        _ => RejectionReason.HeaderForeign,
    };

    private static RejectionReason ReasonOf(PageStatus status) => status switch
    {
        PageStatus.Unsealed => RejectionReason.PageTruncated,
        PageStatus.CheckFailed => RejectionReason.PageCheck,
        PageStatus.OverLimit => RejectionReason.PageOverLimit,
        _ => RejectionReason.PageMalformed,
    };

    private Rejection? Judge()
    {
        var first = reader.Header.FirstSequence;
        if (reader.Rows > IngestLimits.MaxPageRows || reader.LastSequence > JournalLimits.MaxSequence)
        {
            return new Rejection(RejectionReason.PageOverLimit, $"a page that claims {reader.Rows} rows from {first}");
        }

        if (_pages.Count == 0)
        {
            return first == Header.FirstSequence
                ? null
                : new Rejection(RejectionReason.HeaderRange, $"the header says {Header.FirstSequence}, the first page {first}");
        }

        return first > _pages[^1].LastSequence
            ? null
            : new Rejection(RejectionReason.PageOrder, $"page {first} behind page {_pages[^1].FirstSequence}");
    }
}
