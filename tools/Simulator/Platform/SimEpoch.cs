using System.Collections.Generic;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Simulator;

/// <summary>What the simulated database holds of one epoch.</summary>
internal sealed class SimEpoch
{
    /// <summary>The epoch as a whole; null before it is saved.</summary>
    public EpochState? State { get; set; }

    /// <summary>Pages, in order.</summary>
    public SortedList<long, StoredPage> Pages { get; } = [];

    /// <summary>Their bytes, by first number.</summary>
    public Dictionary<long, byte[]> Raw { get; } = [];

    /// <summary>Ranges that will not come.</summary>
    public List<NumberRange> Losses { get; } = [];

    /// <summary>Ranges that the gateway says to have no more.</summary>
    public Dictionary<NumberRange, GoneRange> Gone { get; } = [];

    /// <summary>Index of the last page that begins at or before a number; -1 when there is none.</summary>
    public int IndexAtOrBefore(long sequence)
    {
        var low = 0;
        var high = Pages.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Pages.GetKeyAtIndex(middle) <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
