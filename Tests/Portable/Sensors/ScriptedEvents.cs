using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Sensors;

/// <summary>A self-timed sensor whose events happen at given instants; each reads its own number.</summary>
internal sealed class ScriptedEvents : ISelfTimedSensor
{
    private readonly Channel _channel;
    private readonly long[] _times;
    private int _next;

    public ScriptedEvents(string name, long[] times)
    {
        Id = name;
        _channel = new Channel(name, "mm", 1);
        _times = times;
    }

    public string Id { get; }

    public int ChannelCount => 1;

    public int TimeoutMs => 100;

    public long NextDueMs => _next < _times.Length ? _times[_next] : long.MaxValue;

    public Channel GetChannel(int index) => _channel;

    public void Start(long monotonicMs)
    {
        _next++;
    }

    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        target.Set(firstChannel, _next, Quality.Good);
        return SensorStatus.Ready;
    }
}
