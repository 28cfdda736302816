using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>An <c>Incident</c> record as JSON. PROTOCOL.md has examples.</summary>
public static class IncidentMessage
{
    /// <summary>Writes the message.</summary>
    public static void Write(TextBuffer text, uint epoch, Record record, IncidentBody body)
    {
        text.Clear();
        text.Add("{\"epoch\":").Add(epoch).Add(",\"seq\":").Add(record.Sequence);
        text.Add(",\"phase\":").AddQuoted(body.IsEnd ? "end" : "begin");
        text.Add(",\"cause\":").AddQuoted(IncidentCause.Name(body.Cause));
        if (body.IsEnd)
        {
            text.Add(",\"begin\":").Add(body.BeginSequence).Add(",\"seconds\":").Add(body.DurationSeconds);
            text.Add(",\"first\":").Add(body.FirstSequence).Add(",\"last\":").Add(body.LastSequence);
        }

        text.Add(",\"boot\":").Add(record.Boot).Add(",\"uptime\":").Add(record.UptimeSeconds);
        if (record.BootUtcMs != 0)
        {
            text.Add(",\"utc\":").Add((record.BootUtcMs / 1000) + record.UptimeSeconds);
        }

        text.Add("}");
    }
}
