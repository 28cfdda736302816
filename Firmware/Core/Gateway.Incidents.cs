using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Core;

/// <content>Interruptions.</content>
public sealed partial class Gateway
{
    private readonly OpenIncidents _open = new OpenIncidents();

    private void BeginIncident(byte cause)
    {
        if (_openIncident != 0 && cause != IncidentCause.Command)
        {
            return;
        }

        _incidentBody.IsEnd = false;
        _incidentBody.Cause = cause;
        _incidentBody.BeginSequence = 0;
        _incidentBody.DurationSeconds = 0;
        _incidentBody.FirstSequence = Watermarks.Appended + 2;
        _incidentBody.LastSequence = 0;
        AppendIncident();
        _openIncident = _incident.Sequence;
        _openCause = cause;
        _openSinceMs = _nowMs;
        _openFirst = _incidentBody.FirstSequence;
    }

    private void EndIncident()
    {
        if (_openIncident == 0)
        {
            return;
        }

        _incidentBody.IsEnd = true;
        _incidentBody.Cause = _openCause;
        _incidentBody.BeginSequence = _openIncident;
        _incidentBody.DurationSeconds = (_nowMs - _openSinceMs) / 1000;
        _incidentBody.FirstSequence = _openFirst;
        _incidentBody.LastSequence = Watermarks.Appended;
        _openIncident = 0;
        AppendIncident();
    }

    private void AppendIncident()
    {
        _incidentBody.Write(_incident);
        _incident.UptimeSeconds = UptimeSeconds;
        _incidentDue = Append(_incident);
    }

    private byte PreviousStop(out long commandIncident)
    {
        commandIncident = 0;
        RecoveryReport recovered = _journal.Recovered;
        if (_options.PanicText.Length > 0)
        {
            return StopCause.Panic;
        }

        if (recovered.Formatted)
        {
            return StopCause.FirstBoot;
        }

        bool stopped = recovered.HasLastRecord && recovered.LastRecord.Kind == RecordKind.Incident
            && _incidentBody.Read(recovered.LastRecord) && !_incidentBody.IsEnd && _incidentBody.Cause == IncidentCause.Command;
        if (!stopped)
        {
            return StopCause.Power;
        }

        commandIncident = recovered.LastRecord.Sequence;
        return StopCause.Clean;
    }
}
