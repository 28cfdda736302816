namespace ZhiSan.Edge.Core.Uplink;

/// <summary>
/// A budget per second of anything: it fills with time, to one second's worth, and may be overdrawn by one taking, which
/// is then waited for. A rate of 0 is no limit.
/// </summary>
internal sealed class TokenBucket
{
    // In thousandths, so that a millisecond adds a whole number.
    private long _level;
    private long _rate;
    private long _atMs;

    /// <summary>Whether something may be taken.</summary>
    public bool HasAny => _rate == 0 || _level > 0;

    /// <summary>When something may be taken again, in monotonic milliseconds.</summary>
    public long ReadyMs => HasAny ? _atMs : _atMs + (-_level / _rate) + 1;

    /// <summary>Lets time pass; the rate may be another one from now on.</summary>
    public void Fill(long nowMs, long perSecond)
    {
        long most = perSecond * 1000;
        long passed = nowMs - _atMs;
        _level = _rate == 0 || passed >= 1000000 ? most : _level + (passed * perSecond);
        _level = _level > most ? most : _level;
        _rate = perSecond;
        _atMs = nowMs;
    }

    /// <summary>Takes an amount.</summary>
    public void Take(long amount) => _level -= amount * 1000;
}
