using System;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Collector;

/// <summary>One run on its way into the store.</summary>
internal sealed class RunTaking(ICollectorTransaction transaction, EpochKey key, long nowMs)
{
    private static readonly byte[] Zeros = new byte[JournalLimits.MacBytes];

    private readonly RecordFacts _facts = new(transaction, key);

    public ICollectorTransaction Transaction => transaction;

    public EpochKey Key => key;

    public EpochState? State { get; } = transaction.FindEpoch(key);

    public bool Genuine { get; set; }

    public int Records { get; private set; }

    public int Duplicates { get; set; }

    public int ChainBreaks { get; private set; }

    public List<Rejection> Rejections { get; } = [];

    public StoredPage? Find(long sequence) => transaction.PageAtOrBefore(key, sequence);

    public void Add(PageFacts page, StoredPage? preceding)
    {
        Genuine = true;
        Records += page.Rows.Count;
        transaction.AddPage(key, page, nowMs);
        Rejections.AddRange(_facts.Take(page));

        var expected = page.FirstSequence == 1 ? Zeros : preceding?.Mac ?? page.PreviousMac;
        CheckLink(page.FirstSequence, expected, page.PreviousMac);
        if (transaction.PageAfter(key, page.FirstSequence) is { } following && following.FirstSequence == page.LastSequence + 1)
        {
            CheckLink(following.FirstSequence, page.Mac, following.PreviousMac);
        }
    }

    public void Conflict(RejectionReason reason, string kind, string detail)
    {
        Rejections.Add(new Rejection(reason, detail));
        transaction.CountConflict(key, kind, detail, nowMs);
    }

    public void SaveEpoch(EpochState state)
    {
        var current = transaction.CurrentEpoch(key.GatewayNumber);
        if (current != key.Epoch && (State is null || Records > 0))
        {
            // A late copy of an old message brings nothing new. News from a journal that was formatted away is another gateway's.
            if (State is not null)
            {
                transaction.CountConflict(key, "epoch", $"epoch {key.Epoch} goes on after epoch {current} began", nowMs);
            }

            transaction.SetCurrentEpoch(key);
        }

        transaction.SaveEpoch(key, state, nowMs);
    }

    private void CheckLink(long firstSequence, byte[] expected, byte[] found)
    {
        if (!expected.AsSpan().SequenceEqual(found))
        {
            ChainBreaks++;
            transaction.AddChainBreak(key, firstSequence, expected, found, nowMs);
        }
    }
}
