using ZhiSan.Edge.Core.Incidents;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>An <c>Incident</c> record as JSON. PROTOCOL.md has examples.</summary>
internal static class IncidentMessage
{
    /// <summary>Writes the message.</summary>
    public static void Write(TextBuffer text, uint epoch, IncidentEntry entry)
    {
        text.Clear();
        text.Add("{\"epoch\":").Add(epoch).Add(",\"seq\":").Add(entry.Sequence);
        text.Add(",\"phase\":").AddQuoted(entry.IsEnd ? "end" : "begin");
        text.Add(",\"cause\":").AddQuoted(IncidentCause.Name(entry.Cause));
        if (entry.IsEnd)
        {
            text.Add(",\"begin\":").Add(entry.Begin).Add(",\"seconds\":").Add(entry.Seconds);
            text.Add(",\"first\":").Add(entry.First).Add(",\"last\":").Add(entry.Last);
        }

        text.Add(",\"boot\":").Add(entry.Boot).Add(",\"uptime\":").Add(entry.UptimeSeconds);
        if (entry.BootUtcMs != 0)
        {
            text.Add(",\"utc\":").Add((entry.BootUtcMs / 1000) + entry.UptimeSeconds);
        }

        text.Add("}");
    }
}
