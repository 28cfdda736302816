using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core;

/// <content>How the gateway is, for people and for the platform. PROTOCOL.md describes every member of the heartbeat.</content>
public sealed partial class Gateway
{
    private const int SensorFailsForLong = 60;
    private const long DayS = 24 * 3600;

    // Worst block at 100,000 cycles, measured on a volume of 64 blocks: 22 years at 1,500 writes a day.
    private const long WritesOfALife = 22L * 1500 * 365;

    private bool _heartbeatDue;
    private AlertLevel _alert;
    private string _alertReason = string.Empty;
    private int _rssiDbm;
    private int _freeHeapBytes;
    private long _flashWrites;
    private long _flashBytes;
    private long _startedAt;
    private long _drainRate = 10000;

    // The oldest record that the platform lacks, as far as it is known when it was taken.
    private long _oldestSequence;
    private long _oldestBootUtcMs;
    private uint _oldestBoot;
    private int _oldestUptime;

    /// <summary>How much the gateway needs somebody.</summary>
    public AlertLevel Alert => _alert;

    /// <summary>Why, in words; empty when all is well.</summary>
    public string AlertReason => _alertReason;

    /// <summary>Days until the flash is full of records that the platform lacks, at the present rate; at most 9,999.</summary>
    public int DaysLeft
    {
        get
        {
            long room = (_journal.MaxSegments * (long)JournalLimits.MaxSegmentBytes) - BacklogBytes;
            long days = room * 1000 / (RecordsPerDay * MilliBytesPerRecord);
            return days < 0 ? 0 : days > 9999 ? 9999 : (int)days;
        }
    }

    /// <summary>What the loop knows and the core cannot: for the heartbeat. 0 is unknown.</summary>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="rssiDbm">Strength of the radio link, negative.</param>
    /// <param name="freeHeapBytes">Free managed memory.</param>
    /// <param name="flashWrites">Writing calls of the store since the start.</param>
    /// <param name="flashBytes">Bytes they wrote.</param>
    public void SetFacts(long nowMs, int rssiDbm, int freeHeapBytes, long flashWrites, long flashBytes)
    {
        _nowMs = nowMs;
        _rssiDbm = rssiDbm;
        _freeHeapBytes = freeHeapBytes;
        _flashWrites = flashWrites;
        _flashBytes = flashBytes;
    }

    private long Unsent => Watermarks.Durable - Watermarks.Acked;

    private long BacklogBytes => Unsent * MilliBytesPerRecord / 1000;

    // Of what the flash holds, once that is enough to tell; before, what the page code reaches on room climate.
    private long MilliBytesPerRecord
    {
        get
        {
            const long Enough = 1000;
            long held = Watermarks.Durable - Watermarks.Freed;
            return held >= Enough ? (_journal.HeldBytes * 1000 / held) + 1 : 500 + (_channels.Count * 500);
        }
    }

    private long RecordsPerDay
    {
        get
        {
            const long Enough = 3600;
            long taken = Watermarks.Appended - _startedAt;
            long day = UptimeSeconds >= Enough && taken > 0 ? taken * DayS / UptimeSeconds
                : DayS / (_options.PeriodSeconds < 1 ? 60 : _options.PeriodSeconds);
            return day < 1 ? 1 : day;
        }
    }

    // Seconds since the oldest unsent record was taken; -1 when nobody can know.
    private long OldestAge
    {
        get
        {
            if (Unsent == 0)
            {
                return 0;
            }

            if (_oldestBoot == _journal.Boot)
            {
                return UptimeSeconds - _oldestUptime;
            }

            return _oldestBootUtcMs == 0 || _bootUtcMs == 0 ? -1 : ((_bootUtcMs - _oldestBootUtcMs) / 1000) + UptimeSeconds - _oldestUptime;
        }
    }

    private void NoteOldest(uint boot, int uptimeSeconds, long bootUtcMs)
    {
        _oldestSequence = Watermarks.Acked + 1;
        _oldestBoot = boot;
        _oldestUptime = uptimeSeconds;
        _oldestBootUtcMs = bootUtcMs;
    }

    // The first thing that applies is the one to say: the worst first.
    private void LookAtAlert()
    {
        AlertLevel before = _alert;
        string reason = string.Empty;
        _alert = AlertLevel.Critical;
        if (_journal.StorageFailing)
        {
            reason = "the flash refuses writes; readings are not kept";
        }
        else if (BufferPercent >= 95)
        {
            reason = "the buffer is full of unsent records; the oldest are being thinned";
        }
        else
        {
            _alert = AlertLevel.Act;
            reason = BufferPercent >= 80 ? "the buffer is nearly full of unsent records"
                : Unsent > 0 && _link != LinkState.Up && DaysLeft < 3 ? "less than three days until the buffer is full"
                : WorstSensor() >= SensorFailsForLong ? "a sensor has failed for long"
                : string.Empty;
        }

        if (reason.Length == 0)
        {
            _alert = AlertLevel.Watch;
            reason = BufferPercent >= 50 ? "the buffer is half full of unsent records"
                : WorstSensor() > 0 ? "a sensor fails"
                : _shortSessions >= ManyShort ? "the broker closes every connection; is the id in use elsewhere?"
                : _open.Cause(IncidentSubject.Link) == IncidentCause.Credentials ? "the broker refuses this gateway"
                : _open.IsOpen(IncidentSubject.Platform) ? "the broker takes pages, the platform acknowledges nothing"
                : _open.IsOpen(IncidentSubject.Clock) ? "the time is unknown"
                : _foreignCommandMs != 0 && _nowMs - _foreignCommandMs < DayS * 1000 ? "commands came that are not the platform's"
                : string.Empty;
        }

        _alert = reason.Length == 0 ? AlertLevel.Ok : _alert;
        _alertReason = reason;
        _heartbeatDue |= _alert != before;
    }

    // Acknowledged segments are history and cost nothing; only what the platform lacks fills the buffer.
    private int BufferPercent
    {
        get
        {
            long percent = BacklogBytes * 100 / (_journal.MaxSegments * (long)JournalLimits.MaxSegmentBytes);
            return percent > 100 ? 100 : (int)percent;
        }
    }

    private int WorstSensor()
    {
        int worst = 0;
        for (int i = 0; _sampler != null && i < _sampler.SensorCount; i++)
        {
            int failures = _sampler.GetHealth(i).ConsecutiveFailures;
            worst = failures > worst ? failures : worst;
        }

        return worst;
    }

    private void WriteHeartbeat()
    {
        TextBuffer text = _text;
        Watermarks marks = Watermarks;
        text.Clear();
        text.Add("{\"v\":1,\"gateway\":").AddQuoted(_options.Gateway).Add(",\"site\":").AddQuoted(_options.Site);
        text.Add(",\"firmware\":").AddQuoted(_options.Firmware);
        text.Add(",\"epoch\":").Add(_journal.Epoch).Add(",\"boot\":").Add(_journal.Boot).Add(",\"uptime\":").Add(UptimeSeconds);
        if (_bootUtcMs != 0)
        {
            text.Add(",\"utc\":").Add((_bootUtcMs / 1000) + UptimeSeconds);
        }

        text.Add(",\"seq\":{\"appended\":").Add(marks.Appended).Add(",\"durable\":").Add(marks.Durable);
        text.Add(",\"sent\":").Add(marks.Sent).Add(",\"acked\":").Add(marks.Acked).Add(",\"freed\":").Add(marks.Freed);
        text.Add("},\"backlog\":{\"records\":").Add(Unsent).Add(",\"unsealed\":").Add(_journal.UnsealedRows);
        text.Add(",\"bytes\":").Add(BacklogBytes);
        if (OldestAge >= 0)
        {
            text.Add(",\"oldest\":").Add(OldestAge);
        }

        text.Add("},\"buffer\":{\"segments\":").Add(_journal.Segments).Add(",\"of\":").Add(_journal.MaxSegments);
        text.Add(",\"usedPercent\":").Add(BufferPercent).Add(",\"daysLeft\":").Add(DaysLeft);
        text.Add(",\"drainSeconds\":").Add((BacklogBytes / _drainRate) + (Unsent > 0 ? 1 : 0));
        AddFlash(text);
        AddLink(text);
        text.Add("},\"time\":{\"source\":").AddQuoted(ClockSource.Name(_clockSource));
        if (_bootUtcMs != 0)
        {
            text.Add(",\"anchorAge\":").Add((_nowMs - _anchorMs) / 1000);
        }

        if (_driftKnown)
        {
            text.Add(",\"driftPpm\":").Add(_driftPpm);
        }

        text.Add("},\"cmd\":").Add(_state.Counter);
        text.Add(",\"rejected\":{\"acks\":").Add(Counters.AcksRefused).Add(",\"messages\":").Add(Counters.MessagesRejected);
        text.Add(",\"commands\":").Add(Counters.CommandsRejected).Add("}");
        if (_freeHeapBytes != 0)
        {
            text.Add(",\"heap\":").Add(_freeHeapBytes);
        }

        text.Add(",\"alert\":").AddQuoted(NameOf(_alert)).Add(",\"reason\":").AddQuoted(_alertReason);
        AddDegraded(text);
        AddOpen(text);
        AddSensors(text);
        text.Add("}");
    }

    private void AddFlash(TextBuffer text)
    {
        text.Add("},\"flash\":{");
        if (_flashWrites > 0)
        {
            text.Add("\"writes\":").Add(_flashWrites).Add(",\"bytes\":").Add(_flashBytes);
            long writesPerDay = UptimeSeconds < 3600 ? 0 : _flashWrites * DayS / UptimeSeconds;
            if (writesPerDay > 0)
            {
                text.Add(",\"years\":").Add(WritesOfALife / 365 / writesPerDay);
            }
        }
    }

    private void AddLink(TextBuffer text)
    {
        text.Add("},\"link\":{\"connects\":").Add(Counters.Connects);
        text.Add(",\"broker\":").AddQuoted(_broker == 0 ? "primary" : "secondary");
        if (_rssiDbm != 0)
        {
            text.Add(",\"rssi\":").Add(_rssiDbm);
        }

        if (Counters.LastLinkCause != 0)
        {
            text.Add(",\"lastCause\":").AddQuoted(IncidentCause.Name(Counters.LastLinkCause)).Add(",\"causes\":[");
            for (int i = 0; i < GatewayCounters.LinkCauses && Counters.LinkCause(i) != 0; i++)
            {
                text.Add(i == 0 ? string.Empty : ",").AddQuoted(IncidentCause.Name(Counters.LinkCause(i)));
            }

            text.Add("]");
        }
    }

    private void AddOpen(TextBuffer text)
    {
        text.Add(",\"open\":[");
        int empty = text.Length;
        for (int i = 0; i < IncidentSubject.Count; i++)
        {
            if (_open.IsOpen(i))
            {
                int whole = text.Length;
                text.Add(whole == empty ? "{" : ",{").Add("\"seq\":").Add(_open.Begin(i));
                text.Add(",\"cause\":").AddQuoted(IncidentCause.Name(_open.Cause(i)));
                text.Add(",\"since\":").Add((_nowMs - _open.SinceMs(i)) / 1000).Add("}");
                KeepIfItFits(text, whole);
            }
        }

        text.Add("]");
    }

    // The lists at the end tell as much as there is room for.
    private static void KeepIfItFits(TextBuffer text, int whole)
    {
        const int RoomForTheRest = 25;
        if (text.Overflowed || text.Length > TextBytes - RoomForTheRest)
        {
            text.Truncate(whole);
        }
    }

    private void AddDegraded(TextBuffer text)
    {
        int whole = text.Length;
        text.Add(",\"degraded\":[");
        int empty = text.Length;
        AddWord(text, empty, _journal.StorageFailing, "storage");
        AddWord(text, empty, BufferPercent >= 95, "thinning");
        AddWord(text, empty, WorstSensor() > 0, "sensor");
        AddWord(text, empty, _bootUtcMs == 0, "no-time");
        AddWord(text, empty, _broker != 0, "secondary-broker");
        AddWord(text, empty, _open.IsOpen(IncidentSubject.Platform), "no-platform");
        if (text.Length == empty)
        {
            text.Truncate(whole);
            return;
        }

        text.Add("]");
    }

    private static void AddWord(TextBuffer text, int empty, bool applies, string word)
    {
        if (applies)
        {
            int whole = text.Length;
            text.Add(whole == empty ? string.Empty : ",").AddQuoted(word);
            KeepIfItFits(text, whole);
        }
    }

    private void AddSensors(TextBuffer text)
    {
        text.Add(",\"sensors\":[");
        int empty = text.Length;
        for (int i = 0; _sampler != null && i < _sampler.SensorCount; i++)
        {
            int whole = text.Length;
            SensorHealth health = _sampler.GetHealth(i);
            text.Add(whole == empty ? "{" : ",{").Add("\"id\":").AddQuoted(_sampler.GetSensor(i).Id);
            text.Add(",\"readings\":").Add(health.Readings).Add(",\"failures\":").Add(health.Failures);
            if (health.ConsecutiveFailures > 0)
            {
                text.Add(",\"failing\":").Add(health.ConsecutiveFailures);
            }

            text.Add("}");
            KeepIfItFits(text, whole);
        }

        text.Add("]");
    }

    private static string NameOf(AlertLevel level)
    {
        switch (level)
        {
            case AlertLevel.Critical: return "critical";
            case AlertLevel.Act: return "act";
            case AlertLevel.Watch: return "watch";
            default: return "ok";
        }
    }
}
