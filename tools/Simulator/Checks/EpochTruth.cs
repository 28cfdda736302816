using System.Collections.Generic;

namespace ZhiSan.Edge.Simulator;

/// <summary>What is true about the numbers of one epoch, from what the sensors gave and what the gateway said.</summary>
internal sealed class EpochTruth
{
    private readonly List<NumberTruth> _numbers = [default];

    /// <summary>Largest number known of.</summary>
    public long Last => _numbers.Count - 1;

    /// <summary>Through which number the platform has everything or knows why not.</summary>
    public long Through { get; private set; }

    /// <summary>The oldest number that the gateway may still hold, as its run headers said.</summary>
    public long HeldFrom { get; set; } = 1;

    /// <summary>The largest acknowledgement that the platform published.</summary>
    public long Acked { get; set; }

    /// <summary>The same, over all its databases.</summary>
    public long AckedEver { get; set; }

    /// <summary>Largest number reported durable.</summary>
    public long Durable { get; set; }

    /// <summary>From here on nothing was taken out before the flash was erased.</summary>
    public long ErasedFrom { get; set; } = long.MaxValue;

    /// <summary>Boot of the newest scan that was reported durable.</summary>
    public uint BootOfScan { get; set; }

    /// <summary>Ranges that the platform was told of as lost, with their causes; 0 for thinned.</summary>
    public List<(long First, long Last, byte Cause)> Losses { get; } = [];

    /// <summary>Ranges that a durable tombstone of the journal declares.</summary>
    public List<(long First, long Last)> Tombstones { get; } = [];

    /// <summary>What is known of a number.</summary>
    public NumberTruth this[long number]
    {
        get => number < _numbers.Count ? _numbers[(int)number] : default;
        set
        {
            while (_numbers.Count <= number)
            {
                _numbers.Add(default);
            }

            _numbers[(int)number] = value;
        }
    }

    /// <summary>Whether the platform has a range or knows why not, or once did.</summary>
    public bool HasAll(long first, long last)
    {
        var number = first;
        while (number <= last && (this[number].IsKnown || this[number].WasThere))
        {
            number++;
        }

        return number > last;
    }

    /// <summary>Looks how far the platform has come without a hole.</summary>
    public void Advance()
    {
        Through = HeldFrom - 1 > Through ? HeldFrom - 1 : Through;
        while (Through < Last && this[Through + 1].IsKnown)
        {
            Through++;
        }
    }

    /// <summary>Through which number everything was acknowledged once, or is declared by tombstones behind that.</summary>
    public long Reach()
    {
        var reach = AckedEver;
        for (var before = -1L; before != reach;)
        {
            before = reach;
            foreach (var (first, last) in Tombstones)
            {
                reach = first <= reach + 1 && last > reach ? last : reach;
            }
        }

        return reach;
    }

    /// <summary>The platform's database is gone, and with it what it knew.</summary>
    public void Forget()
    {
        Through = 0;
        Acked = 0;
        HeldFrom = 1;
        Losses.Clear();
        for (var number = 1L; number <= Last; number++)
        {
            var known = this[number];
            this[number] = known with { IsStored = false, IsCovered = false, WasThere = known.WasThere || known.IsKnown };
        }
    }
}
