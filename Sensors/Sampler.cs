using System;

namespace ZhiSan.Edge.Sensors;

/// <summary>
/// Turns sensors and their schedules into a sequence of scans, sans-clock: time comes in with <see cref="Tick"/>, and
/// <see cref="NextDeadlineMs"/> says when to come again. Single-threaded. Allocates nothing after <see cref="Begin"/>.
/// <para>
/// <b>Scan time.</b> A scan carries the slot it was scheduled for, not the instant at which the slowest sensor answered:
/// sampling grids stay regular (they cost almost nothing in the journal), and sensors of one slot share one scan. Three cases
/// deviate, so that the time stays honest: a start later than <see cref="LateToleranceMs"/> after its slot carries the instant
/// of the start; a self-timed sensor's readings always carry the sensor's own time; and scan times strictly increase, so what
/// would repeat or precede an earlier scan's time is moved to 1 ms after it. Readings exist at most the sensor's timeout after
/// the start.
/// </para>
/// <para>
/// <b>Isolation.</b> Up to <see cref="MaxOpenScans"/> scans are under way at once and leave in order of time. So a hanging sensor
/// delays the delivery of later scans by its timeout at most, and their sampling only when as many scans wait behind it.
/// </para>
/// <para>
/// <b>Stalls.</b> When several slots of a sensor have passed, the last one is measured and the earlier ones are counted as
/// missed: there is never a burst. Self-timed sensors are different: nothing of them is skipped.
/// </para>
/// </summary>
public sealed class Sampler
{
    /// <summary>The most channels of a gateway, over all sensors.</summary>
    public const int MaxChannels = 32;

    /// <summary>The most scans under way at once, including the one in <see cref="Current"/>.</summary>
    public const int MaxOpenScans = 4;

    /// <summary>A start at most this much after its slot still counts as the slot's own time.</summary>
    public const int LateToleranceMs = 1000;

    /// <summary>How soon a busy sensor is polled again.</summary>
    public const int PollIntervalMs = 10;

    private const long NoScanYet = long.MinValue;

    private readonly SamplerSeats _seats = new SamplerSeats();
    private readonly Scan[] _open = new Scan[MaxOpenScans];
    private readonly int[] _outstanding = new int[MaxOpenScans];
    private int _head;
    private int _openCount;
    private bool _begun;
    private bool _holdsCurrent;
    private long _nowMs;
    private long _lastScanMs = NoScanYet;

    /// <summary>Number of sensors.</summary>
    public int SensorCount => _seats.Count;

    /// <summary>Number of channels, over all sensors.</summary>
    public int ChannelCount => _seats.ChannelCount;

    /// <summary>Scans delivered.</summary>
    public long Scans { get; private set; }

    /// <summary>Measurements given up, over all sensors.</summary>
    public long Timeouts { get; private set; }

    /// <summary>Slots that passed without a measurement, over all sensors.</summary>
    public long MissedSlots { get; private set; }

    /// <summary>The scan that the last <see cref="Tick"/> delivered, untouched until the next one.</summary>
    /// <exception cref="InvalidOperationException">The last tick delivered none.</exception>
    public Scan Current
    {
        get
        {
            if (!_holdsCurrent)
            {
                throw new InvalidOperationException("no scan: the last Tick returned false");
            }

            return _open[_head];
        }
    }

    /// <summary>
    /// When <see cref="Tick"/> next has something to do, monotonic milliseconds; not before the last tick's time;
    /// <c>long.MaxValue</c> when nothing will ever be due.
    /// </summary>
    public long NextDeadlineMs
    {
        get
        {
            if (!_begun)
            {
                return long.MaxValue;
            }

            if (HasUndeliveredScan())
            {
                return _nowMs;
            }

            bool mayStart = _openCount - (_holdsCurrent ? 1 : 0) < MaxOpenScans;
            long deadline = long.MaxValue;
            for (int i = 0; i < _seats.Count; i++)
            {
                SamplerSeat seat = _seats[i];
                long candidate = long.MaxValue;
                if (seat.IsBusy)
                {
                    candidate = Earlier(_nowMs + PollIntervalMs, seat.GiveUpMs);
                }
                else if (mayStart)
                {
                    candidate = ScanTimeOf(seat);
                }

                deadline = Earlier(deadline, candidate);
            }

            return deadline < _nowMs ? _nowMs : deadline;
        }
    }

    /// <summary>Adds a sensor with a regular schedule. Its channels get the next free numbers.</summary>
    /// <param name="sensor">The sensor; not self-timed.</param>
    /// <param name="periodMs">Period in milliseconds, longer than the sensor's timeout.</param>
    /// <param name="phaseMs">Phase in milliseconds, 0 to period - 1.</param>
    /// <returns>The sensor's number.</returns>
    /// <exception cref="ArgumentException">The schedule does not fit, a channel name is taken, or there are too many
    /// channels.</exception>
    /// <exception cref="InvalidOperationException">Sampling has begun.</exception>
    public int AddSensor(ISensor sensor, int periodMs, int phaseMs)
    {
        if (sensor is ISelfTimedSensor)
        {
            throw new ArgumentException("sensor " + sensor.Id + " is self-timed: add it without a period");
        }

        if (periodMs <= sensor.TimeoutMs)
        {
            // Otherwise a hanging sensor would cost slots of its own, silently, for ever.
            throw new ArgumentException("sensor " + sensor.Id + ": the period must be longer than its timeout");
        }

        return AddSeat(sensor, new Schedule(periodMs, phaseMs));
    }

    /// <summary>Adds a sensor that gives its own times. Its channels get the next free numbers.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <returns>The sensor's number.</returns>
    /// <exception cref="ArgumentException">A channel name is taken, or there are too many channels.</exception>
    /// <exception cref="InvalidOperationException">Sampling has begun.</exception>
    public int AddSensor(ISelfTimedSensor sensor) => AddSeat(sensor, null);

    /// <summary>A sensor by its number.</summary>
    /// <param name="sensor">0 to <see cref="SensorCount"/> - 1.</param>
    public ISensor GetSensor(int sensor) => _seats[sensor].Sensor;

    /// <summary>What a sensor did so far.</summary>
    /// <param name="sensor">0 to <see cref="SensorCount"/> - 1.</param>
    public SensorHealth GetHealth(int sensor) => _seats[sensor].Health;

    /// <summary>A sensor's schedule, or null for a self-timed one.</summary>
    /// <param name="sensor">0 to <see cref="SensorCount"/> - 1.</param>
    public Schedule? GetSchedule(int sensor) => _seats[sensor].Schedule;

    /// <summary>The number of a sensor's first channel; its others follow.</summary>
    /// <param name="sensor">0 to <see cref="SensorCount"/> - 1.</param>
    public int GetFirstChannel(int sensor) => _seats[sensor].FirstChannel;

    /// <summary>A channel by its number within the gateway.</summary>
    /// <param name="channel">0 to <see cref="ChannelCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public Channel GetChannel(int channel) => _seats.GetChannel(channel);

    /// <summary>
    /// Starts sampling: the first slots are those at or after <paramref name="nowMs"/>. No sensor is added after this.
    /// </summary>
    /// <param name="nowMs">Now, monotonic milliseconds.</param>
    /// <exception cref="InvalidOperationException">Sampling has already begun.</exception>
    public void Begin(long nowMs)
    {
        RequireNotBegun();
        _begun = true;
        _nowMs = nowMs;
        for (int i = 0; i < MaxOpenScans; i++)
        {
            _open[i] = new Scan(ChannelCount);
        }

        for (int i = 0; i < _seats.Count; i++)
        {
            SamplerSeat seat = _seats[i];
            if (seat.Schedule != null)
            {
                seat.NextSlotMs = seat.Schedule.NextAtOrAfter(nowMs);
            }
        }
    }

    /// <summary>
    /// Gives back <see cref="Current"/>, polls busy sensors, starts due ones, and delivers the oldest scan if it is complete.
    /// At most one scan a call: call again with the same time until the answer is false.
    /// </summary>
    /// <param name="monotonicMs">Now. A time before the last one is taken as the last one.</param>
    /// <returns>Whether <see cref="Current"/> is a new scan.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Begin"/> was not called.</exception>
    public bool Tick(long monotonicMs)
    {
        if (!_begun)
        {
            throw new InvalidOperationException("call Begin before Tick");
        }

        if (monotonicMs > _nowMs)
        {
            _nowMs = monotonicMs;
        }

        ReleaseCurrent();
        PollBusySensors();
        OpenDueScans();
        if (!HasUndeliveredScan())
        {
            return false;
        }

        _holdsCurrent = true;
        Scans++;
        return true;
    }

    /// <summary>
    /// Asks for a measurement of one sensor at the next tick, beside its schedule, which stays as it is. False when it is being measured
    /// already, or times itself.
    /// </summary>
    /// <param name="sensor">Its number.</param>
    /// <param name="monotonicMs">Now: what is measured carries this time, not that of the last tick.</param>
    public bool MeasureSoon(int sensor, long monotonicMs)
    {
        _nowMs = monotonicMs > _nowMs ? monotonicMs : _nowMs;
        SamplerSeat seat = _seats[sensor];
        if (!_begun || seat.IsBusy || seat.Schedule == null)
        {
            return false;
        }

        seat.NextSlotMs = seat.Schedule.LastAtOrBefore(_nowMs);
        return true;
    }

    private static long Earlier(long a, long b) => a < b ? a : b;

    private int AddSeat(ISensor sensor, Schedule? schedule)
    {
        RequireNotBegun();
        return _seats.Add(sensor, schedule);
    }

    private void RequireNotBegun()
    {
        if (_begun)
        {
            throw new InvalidOperationException("sampling has begun");
        }
    }

    private void ReleaseCurrent()
    {
        if (_holdsCurrent)
        {
            _holdsCurrent = false;
            _head = (_head + 1) % MaxOpenScans;
            _openCount--;
        }
    }

    private bool HasUndeliveredScan()
    {
        int held = _holdsCurrent ? 1 : 0;
        return _openCount > held && _outstanding[(_head + held) % MaxOpenScans] == 0;
    }

    private void PollBusySensors()
    {
        for (int i = 0; i < _seats.Count; i++)
        {
            if (_seats[i].IsBusy)
            {
                Poll(_seats[i]);
            }
        }
    }

    private void OpenDueScans()
    {
        while (_openCount < MaxOpenScans)
        {
            long scanMs = long.MaxValue;
            for (int i = 0; i < _seats.Count; i++)
            {
                scanMs = Earlier(scanMs, ScanTimeOf(_seats[i]));
            }

            if (scanMs > _nowMs)
            {
                return;
            }

            OpenScan(scanMs);
        }
    }

    /// <summary>
    /// The time that the sensor's next scan would carry if it were started now; <c>long.MaxValue</c> while it is busy.
    /// </summary>
    private long ScanTimeOf(SamplerSeat seat)
    {
        if (seat.IsBusy)
        {
            return long.MaxValue;
        }

        long scanMs;
        if (seat.SelfTimed != null)
        {
            scanMs = seat.SelfTimed.NextDueMs;
        }
        else
        {
            scanMs = seat.NextSlotMs;
            if (scanMs <= _nowMs)
            {
                scanMs = seat.Schedule!.LastAtOrBefore(_nowMs);
                scanMs = _nowMs - scanMs > LateToleranceMs ? _nowMs : scanMs;
            }
        }

        return scanMs <= _lastScanMs ? _lastScanMs + 1 : scanMs;
    }

    private void OpenScan(long scanMs)
    {
        int round = (_head + _openCount) % MaxOpenScans;
        _openCount++;
        _open[round].Clear();
        _open[round].MonotonicMs = scanMs;
        _outstanding[round] = 0;
        for (int i = 0; i < _seats.Count; i++)
        {
            // Compared before _lastScanMs moves: afterwards every sensor's scan time is later.
            if (ScanTimeOf(_seats[i]) == scanMs)
            {
                _outstanding[round]++;
                Start(_seats[i], round);
            }
        }

        _lastScanMs = scanMs;
    }

    private void Start(SamplerSeat seat, int round)
    {
        seat.Round = round;
        seat.GiveUpMs = _nowMs + seat.TimeoutMs;
        if (seat.Schedule != null)
        {
            long slotMs = seat.Schedule.LastAtOrBefore(_nowMs);
            long missed = seat.Schedule.CountSlots(seat.NextSlotMs, slotMs);
            seat.NextSlotMs = slotMs + seat.Schedule.PeriodMs;
            seat.Health.CountMissedSlots(missed);
            MissedSlots += missed;
        }

        try
        {
            seat.Sensor.Start(_nowMs);
        }
        catch (Exception exception)
        {
            FailWith(seat, exception);
            return;
        }

        // Polled at once: a sensor that has its value at hand completes its scan in the tick that started it.
        Poll(seat);
    }

    private void Poll(SamplerSeat seat)
    {
        SensorStatus status;
        try
        {
            status = seat.Sensor.Poll(_nowMs, _open[seat.Round], seat.FirstChannel);
        }
        catch (Exception exception)
        {
            FailWith(seat, exception);
            return;
        }

        switch (status)
        {
            case SensorStatus.Ready:
                Finish(seat);
                break;
            case SensorStatus.Busy:
                if (_nowMs >= seat.GiveUpMs)
                {
                    Timeouts++;
                    seat.Health.CountTimeout();
                    MarkFaulty(seat);
                }

                break;
            default:
                seat.Health.CountFailure();
                MarkFaulty(seat);
                break;
        }
    }

    private void Finish(SamplerSeat seat)
    {
        Scan scan = _open[seat.Round];
        bool anyGood = false;
        for (int i = 0; i < seat.ChannelCount; i++)
        {
            anyGood |= scan.Qualities[seat.FirstChannel + i] == Quality.Good;
        }

        seat.Health.CountReading(scan.MonotonicMs, anyGood);
        Leave(seat);
    }

    // Most native errors surface as plain System.Exception on the device, and one bad driver must not end sampling for all.
    private void FailWith(SamplerSeat seat, Exception exception)
    {
        seat.Health.CountException(exception.Message ?? "");
        MarkFaulty(seat);
    }

    private void MarkFaulty(SamplerSeat seat)
    {
        for (int i = 0; i < seat.ChannelCount; i++)
        {
            _open[seat.Round].Set(seat.FirstChannel + i, 0, Quality.SensorFault);
        }

        Leave(seat);
    }

    private void Leave(SamplerSeat seat)
    {
        _outstanding[seat.Round]--;
        seat.Round = SamplerSeat.NoRound;
    }
}
