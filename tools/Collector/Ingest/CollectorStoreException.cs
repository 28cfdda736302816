using System;

namespace ZhiSan.Edge.Collector;

/// <summary>The store failed. Nothing of the transaction was kept, so nothing of it may be acknowledged.</summary>
/// <param name="message">One line for people.</param>
/// <param name="isDamaged">The database is damaged: trying again is in vain.</param>
/// <param name="inner">What the database said.</param>
public sealed class CollectorStoreException(string message, bool isDamaged, Exception inner) : Exception(message, inner)
{
    /// <summary>True: the database is damaged. False: it may work later (disk full, locked).</summary>
    public bool IsDamaged { get; } = isDamaged;
}
