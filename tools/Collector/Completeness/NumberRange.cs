namespace ZhiSan.Edge.Collector;

/// <summary>A range of sequence numbers, both ends included.</summary>
/// <param name="First">First number.</param>
/// <param name="Last">Last number.</param>
public readonly record struct NumberRange(long First, long Last)
{
    /// <summary>Numbers in it.</summary>
    public long Count => Last - First + 1;
}
