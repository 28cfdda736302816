using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Core;

/// <content>Interruptions: each is a begin and an end in the journal, its cause decided by <see cref="Evidence.Decide"/>.</content>
public sealed partial class Gateway
{
    private const int SilentReadings = 3;

    private readonly OpenIncidents _open = new OpenIncidents();
    private readonly Record _incident = new Record(0, JournalLimits.MaxEventBodyBytes);
    private readonly IncidentBody _incidentBody = new IncidentBody();
    private int _linkFacts;
    private long _incidentSent;
    private long _lastRefused;

    /// <summary>The newest begins and ends of incidents.</summary>
    public IncidentLog IncidentLog { get; } = new IncidentLog();

    /// <summary>Cause of the open incident of a subject, one of <see cref="IncidentCause"/>; 0 when there is none.</summary>
    /// <param name="subject">One of <see cref="IncidentSubject"/>.</param>
    public byte OpenCause(int subject) => _open.Cause(subject);

    private void BeginIncident(int subject, int facts)
    {
        if (_open.IsOpen(subject))
        {
            return;
        }

        byte cause = Evidence.Decide(facts);
        if (subject == IncidentSubject.Storage)
        {
            // Its record cannot be written before it is over.
            _open.Set(subject, cause, 0, _nowMs, Watermarks.Appended);
            _heartbeatDue = true;
            return;
        }

        bool durable = AppendBegin(cause, Watermarks.Appended + 2);
        _open.Set(subject, cause, _incident.Sequence, _nowMs, _incidentBody.FirstSequence);
        NoteIncident(durable);
    }

    // The cause at the end is decided by everything that was seen meanwhile.
    private void EndIncident(int subject, int facts)
    {
        if (!_open.IsOpen(subject))
        {
            return;
        }

        byte cause = Evidence.Decide(facts);
        EndIncident(subject, cause == 0 ? _open.Cause(subject) : cause, (_nowMs - _open.SinceMs(subject)) / 1000, Watermarks.Appended);
    }

    private void EndIncident(int subject, byte cause, long seconds, long last)
    {
        long first = _open.First(subject);
        if (_open.Begin(subject) == 0)
        {
            NoteIncident(AppendBegin(_open.Cause(subject), first));
            _open.Set(subject, cause, _incident.Sequence, _nowMs, first);
        }

        _incidentBody.IsEnd = true;
        _incidentBody.Cause = cause;
        _incidentBody.BeginSequence = _open.Begin(subject);
        _incidentBody.DurationSeconds = seconds;
        _incidentBody.FirstSequence = first;
        _incidentBody.LastSequence = last;
        _open.Clear(subject);
        NoteIncident(AppendIncident());
    }

    private bool AppendBegin(byte cause, long first)
    {
        _incidentBody.IsEnd = false;
        _incidentBody.Cause = cause;
        _incidentBody.BeginSequence = 0;
        _incidentBody.DurationSeconds = 0;
        _incidentBody.FirstSequence = first;
        _incidentBody.LastSequence = 0;
        return AppendIncident();
    }

    private bool AppendIncident()
    {
        _incidentBody.Write(_incident);
        _incident.UptimeSeconds = UptimeSeconds;
        return Append(_incident);
    }

    // I1: what is not durable is not told.
    private void NoteIncident(bool durable)
    {
        _heartbeatDue = true;
        if (durable)
        {
            IncidentEntry entry = IncidentLog.Add();
            entry.Sequence = _incident.Sequence;
            entry.IsEnd = _incidentBody.IsEnd;
            entry.Cause = _incidentBody.Cause;
            entry.Begin = _incidentBody.BeginSequence;
            entry.Seconds = _incidentBody.DurationSeconds;
            entry.First = _incidentBody.FirstSequence;
            entry.Last = _incidentBody.LastSequence;
            entry.Boot = _incident.Boot;
            entry.UptimeSeconds = _incident.UptimeSeconds;
            entry.BootUtcMs = _incident.BootUtcMs;
            SaveState();
        }
    }

    private void LookAtStorage()
    {
        if (_journal.StorageFailing)
        {
            BeginIncident(IncidentSubject.Storage, Evidence.FlashRefuses);
            _lastRefused = Watermarks.Appended;
        }
        else if (_open.IsOpen(IncidentSubject.Storage))
        {
            long seconds = (_nowMs - _open.SinceMs(IncidentSubject.Storage)) / 1000;
            EndIncident(IncidentSubject.Storage, IncidentCause.Storage, seconds, _lastRefused);
        }
    }

    private void LookAtSensors()
    {
        bool silent = false;
        bool well = true;
        for (int i = 0; _sampler != null && i < _sampler.SensorCount; i++)
        {
            int failures = _sampler.GetHealth(i).ConsecutiveFailures;
            silent |= failures >= SilentReadings;
            well &= failures == 0;
        }

        if (silent)
        {
            BeginIncident(IncidentSubject.Sensor, Evidence.SensorSilent);
        }
        else if (well)
        {
            EndIncident(IncidentSubject.Sensor, Evidence.SensorSilent);
        }
    }

    // Everything that was open when the run before ended, ended with it: at the latest now.
    private void EndIncidentsOfLastRun(byte stop, long lastUptimeSeconds)
    {
        for (int i = 0; i < IncidentSubject.Count; i++)
        {
            if (i != IncidentSubject.Run && _open.IsOpen(i))
            {
                long seconds = lastUptimeSeconds - (_open.SinceMs(i) / 1000);
                EndIncident(i, _open.Cause(i), seconds < 0 ? 0 : seconds, Watermarks.Appended);
            }
        }

        if (stop != StopCause.Clean && _open.IsOpen(IncidentSubject.Run))
        {
            // The power went again before the end was written.
            EndIncident(IncidentSubject.Run, _open.Cause(IncidentSubject.Run), 0, Watermarks.Appended);
        }

        if (stop == StopCause.FirstBoot)
        {
            return;
        }

        // Whoever was off does not know for how long; the times of the records on both sides tell.
        int facts = stop == StopCause.Panic ? Evidence.Panic : stop == StopCause.Clean ? Evidence.StopMark : Evidence.NoMark;
        BeginIncident(IncidentSubject.Run, facts);
        EndIncident(IncidentSubject.Run, Evidence.Decide(facts), 0, Watermarks.Appended);
    }

    // What the state file says is checked against the last record found: the power may have gone between the two.
    private byte PreviousStop(out long lastUptimeSeconds)
    {
        RecoveryReport recovered = _journal.Recovered;
        lastUptimeSeconds = 0;
        bool known = _state.Epoch == _journal.Epoch && _state.Boot == recovered.LastBoot && !recovered.Formatted;
        if (!known)
        {
            _open.ClearAll();
        }

        Record? last = recovered.LastRecord;
        if (last != null)
        {
            lastUptimeSeconds = last.Boot == recovered.LastBoot ? last.UptimeSeconds : 0;
            if (last.Kind == RecordKind.Incident && _incidentBody.Read(last))
            {
                TakeLastIncident(last.Sequence, last.UptimeSeconds);
            }
        }

        if (_options.PanicText.Length > 0)
        {
            return StopCause.Panic;
        }

        return recovered.Formatted ? StopCause.FirstBoot : _open.Cause(IncidentSubject.Run) == IncidentCause.Command ? StopCause.Clean
            : StopCause.Power;
    }

    private void TakeLastIncident(long sequence, long uptimeSeconds)
    {
        if (!_incidentBody.IsEnd)
        {
            _open.Set(
                IncidentCause.Subject(_incidentBody.Cause), _incidentBody.Cause, sequence, uptimeSeconds * 1000,
                _incidentBody.FirstSequence);
            return;
        }

        for (int i = 0; i < IncidentSubject.Count; i++)
        {
            if (_open.Begin(i) == _incidentBody.BeginSequence)
            {
                _open.Clear(i);
            }
        }
    }
}
