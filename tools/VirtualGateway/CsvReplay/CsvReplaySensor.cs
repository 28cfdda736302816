using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>
/// Plays a recording: each row falls due at its own recorded time, an empty cell is an absent reading, nothing is skipped. A
/// sensor made for a clock that begins within the recording, as after a reboot, begins with the first row that is not yet past.
/// </summary>
public sealed class CsvReplaySensor : ISelfTimedSensor
{
    private const int NoRow = -1;

    private readonly CsvRecording _recording;
    private readonly long _utcMsAtMonotonicZero;
    private int _nextRow;
    private int _startedRow = NoRow;

    /// <summary>Puts a recording in the player.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="utcMsAtMonotonicZero">
    /// UTC when the monotonic clock read 0, in milliseconds since 1970; <see cref="CsvRecording.FirstUtcMs"/> plays from the
    /// beginning.
    /// </param>
    public CsvReplaySensor(CsvRecording recording, long utcMsAtMonotonicZero)
    {
        _recording = recording;
        _utcMsAtMonotonicZero = utcMsAtMonotonicZero;
        _nextRow = recording.FindRowAtOrAfter(utcMsAtMonotonicZero);
        SkippedRows = _nextRow;
    }

    /// <inheritdoc/>
    public string Id => "csv";

    /// <inheritdoc/>
    public int ChannelCount => _recording.Channels.Count;

    /// <inheritdoc/>
    public int TimeoutMs => 50;

    /// <summary>Rows before the clock's zero, which this sensor does not play.</summary>
    public int SkippedRows { get; }

    /// <summary>Rows that are still to come.</summary>
    public int RemainingRows => _recording.RowCount - _nextRow;

    /// <inheritdoc/>
    public long NextDueMs => RemainingRows > 0 ? _recording.GetUtcMs(_nextRow) - _utcMsAtMonotonicZero : long.MaxValue;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _recording.Channels[index];

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _startedRow = RemainingRows > 0 ? _nextRow++ : NoRow;
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        if (_startedRow == NoRow)
        {
            return SensorStatus.Failed;
        }

        for (int i = 0; i < ChannelCount; i++)
        {
            byte quality = _recording.IsPresent(_startedRow, i) ? Quality.Good : Quality.Absent;
            target.Set(firstChannel + i, _recording.GetValue(_startedRow, i), quality);
        }

        return SensorStatus.Ready;
    }
}
