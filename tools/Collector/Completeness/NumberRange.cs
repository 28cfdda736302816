namespace ZhiSan.Edge.Collector;

/// <summary>A range of sequence numbers, both ends included.</summary>
internal readonly record struct NumberRange(long First, long Last)
{
    /// <summary>Numbers in it.</summary>
    public long Count => Last - First + 1;
}
