using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Takes runs of pages: checks, verifies, decodes, removes duplicates, stores, and says how far the platform has everything. No
/// network; one message is one transaction. Whatever the bytes are, the answer is a result. Not thread-safe.
/// </summary>
/// <param name="keys">Keys of the gateways.</param>
/// <param name="store">Where everything goes.</param>
/// <param name="clock">Gives the time of receipt; null is the system's.</param>
/// <param name="maxPayloadBytes">Longest run that is looked at.</param>
public sealed class PageIngest(
    KeyRing keys, ICollectorStore store, TimeProvider? clock = null, int maxPayloadBytes = IngestLimits.MaxPagesBytes)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly PageReader _reader = new(JournalLimits.MaxChannels);
    private readonly RowList _rows = new();
    private readonly KnownRows _known = new();

    /// <summary>Takes one run: a message, or the content of a segment or evacuated file.</summary>
    /// <param name="id">The gateway that it says to come from; the MACs will tell.</param>
    /// <param name="payload">Run header and pages.</param>
    /// <exception cref="CollectorStoreException">The store failed: nothing was kept, nothing may be acknowledged.</exception>
    public IngestResult Ingest(GatewayId id, byte[] payload)
    {
        if (payload.Length > maxPayloadBytes)
        {
            return Reject(id, new Rejection(RejectionReason.Oversize, $"{payload.Length} bytes, {maxPayloadBytes} allowed"));
        }

        if (keys.Find(id) is not { } key)
        {
            return Reject(id, new Rejection(RejectionReason.UnknownGateway, "the key ring has no key for it"));
        }

        var run = new RunParser(_reader);
        return run.Parse(payload) is { } rejection ? Reject(id, rejection) : Take(id, new PageAuthenticator(key), run, payload);
    }

    /// <summary>Counts a message that could not be taken.</summary>
    /// <param name="id">The gateway that it says to come from, or null.</param>
    /// <param name="rejection">Why.</param>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public IngestResult Reject(GatewayId? id, Rejection rejection)
    {
        using var transaction = store.Begin();
        transaction.CountRejection(id, rejection, NowMs());
        transaction.Commit();
        return new IngestResult { Rejections = [rejection] };
    }

    private IngestResult Take(GatewayId id, PageAuthenticator authenticator, RunParser run, byte[] payload)
    {
        var nowMs = NowMs();
        using var transaction = store.Begin();
        var key = new EpochKey(transaction.GatewayNumber(id), run.Header.Epoch);
        var taking = new RunTaking(transaction, key, nowMs);
        byte[]? macBefore = null;
        foreach (var page in run.Pages)
        {
            TakePage(taking, page, macBefore, run, authenticator, payload);
            macBefore = page.Mac;
        }

        foreach (var rejection in taking.Rejections)
        {
            transaction.CountRejection(id, rejection, nowMs);
        }

        // The run header is not under the MAC: it is believed only in the company of a page that is.
        AckMessage? ack = taking.Genuine ? new AckMessage(id, key.Epoch, Advance(taking, run.Header.HeldFrom)) : null;
        transaction.Commit();
        return new IngestResult
        {
            Records = taking.Records,
            Duplicates = taking.Duplicates,
            ChainBreaks = taking.ChainBreaks,
            Rejections = taking.Rejections,
            Range = taking.Genuine ? new NumberRange(run.Pages[0].FirstSequence, run.Pages[^1].LastSequence) : null,
            Ack = ack,
        };
    }

    private void TakePage(
        RunTaking taking, ParsedPage page, byte[]? macBefore, RunParser run, PageAuthenticator authenticator, byte[] payload)
    {
        _reader.Find(payload, page.Offset, page.End, run.Header.Epoch);
        var preceding = taking.Find(page.FirstSequence - 1);
        preceding = preceding?.LastSequence == page.FirstSequence - 1 ? preceding : null;
        byte[]?[] candidates = macBefore is null ? [preceding?.Mac, run.Header.PreviousMac] : [macBefore, preceding?.Mac];
        if (candidates.FirstOrDefault(mac => mac is not null && _reader.Verify(authenticator, mac)) is not { } verifiedAfter)
        {
            taking.Rejections.Add(new Rejection(RejectionReason.Mac, $"page {page.FirstSequence}..{page.LastSequence}"));
            return;
        }

        var stored = taking.Find(page.LastSequence);
        if (stored is not null && stored.LastSequence == page.LastSequence && stored.Mac.AsSpan().SequenceEqual(page.Mac))
        {
            taking.Genuine = true;
            taking.Duplicates += (int)(page.LastSequence - page.FirstSequence + 1);
            return;
        }

        if (!TryDecode(page, [.. verifiedAfter], payload, out var facts))
        {
            taking.Rejections.Add(
                new Rejection(RejectionReason.PageMalformed, $"page {page.FirstSequence}..{page.LastSequence} does not decode"));
            return;
        }

        if (stored is not null && stored.LastSequence >= page.FirstSequence)
        {
            TakeNews(taking, facts);
            return;
        }

        taking.Add(facts, preceding);
    }

    // A gateway whose flash lost the end of what it had sent seals the same rows in other pages. Where the same number, under the same
    // key, says something else, it is a copied flash or a copied identity.
    private void TakeNews(RunTaking taking, PageFacts page)
    {
        var news = new List<List<Record>>();
        var loaded = 0L;
        foreach (var row in page.Rows)
        {
            var stored = taking.Find(row.Sequence);
            if (stored is null || stored.LastSequence < row.Sequence)
            {
                if (news.Count == 0 || news[^1][^1].Sequence != row.Sequence - 1)
                {
                    news.Add([]);
                }

                news[^1].Add(row);
                continue;
            }

            if (stored.FirstSequence != loaded)
            {
                _known.Load(taking.Transaction.RawPage(taking.Key, stored.FirstSequence), taking.Key.Epoch);
                loaded = stored.FirstSequence;
            }

            if (!_known.Says(row))
            {
                taking.Conflict(
                    RejectionReason.IdentityConflict,
                    "sequence",
                    $"page {page.FirstSequence}..{page.LastSequence} contradicts {stored.FirstSequence}..{stored.LastSequence}, stored");
                return;
            }
        }

        taking.Genuine = true;
        taking.Duplicates += page.Rows.Count - news.Sum(rows => rows.Count);
        foreach (var rows in news)
        {
            taking.Add(page.Part(rows), null);
        }
    }

    private bool TryDecode(ParsedPage page, byte[] verifiedAfter, byte[] payload, out PageFacts facts)
    {
        _rows.Clear();
        facts = new PageFacts
        {
            FirstSequence = page.FirstSequence,
            LastSequence = page.LastSequence,
            ChannelSet = _reader.Header.ChannelSet,
            PeriodSeconds = _reader.Header.PeriodSeconds,
            Mac = page.Mac,
            PreviousMac = verifiedAfter,
            Raw = payload[page.Offset..page.End],
            Rows = _rows.Rows,
        };
        try
        {
            _reader.Decode(_rows);
            return _rows.Rows.Count == page.LastSequence - page.FirstSequence + 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IndexOutOfRangeException or ArgumentException)
        {
            // The decoder promises to take any bytes. Should it not, one page must not stop the platform.
            return false;
        }
    }

    private long Advance(RunTaking taking, long heldFrom)
    {
        var known = taking.State;
        var state = new EpochState(known?.Through ?? 0, Math.Max(known?.HeldFrom ?? 1, heldFrom), known?.Duplicates ?? 0);
        var through = state.Through;
        while (true)
        {
            var next = Math.Max(through, state.HeldFrom - 1);
            next = Math.Max(next, taking.Find(next + 1)?.LastSequence ?? 0);
            next = Math.Max(next, taking.Transaction.LossReach(taking.Key, next));
            if (next == through)
            {
                break;
            }

            through = next;
        }

        taking.SaveEpoch(state with { Through = through, Duplicates = state.Duplicates + taking.Duplicates });
        return through;
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
