using System.Collections.Generic;

namespace ZhiSan.Edge.Collector;

/// <summary>Where the collector keeps everything. One transaction at a time.</summary>
public interface ICollectorStore
{
    /// <summary>Begins a transaction; disposing it without a commit undoes it.</summary>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    ICollectorTransaction Begin();

    /// <summary>The watermarks of all gateways in their newest epoch, as committed.</summary>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    IReadOnlyList<AckMessage> ReadAcks();
}
