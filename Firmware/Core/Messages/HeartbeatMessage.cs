using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>The gateway's state as JSON, under 1 KB. PROTOCOL.md describes every member.</summary>
public static class HeartbeatMessage
{
    private const int WatchBufferPercent = 50;
    private const int ActBufferPercent = 80;

    /// <summary>Writes the message. <paramref name="bootUtcMs"/> is 0 while UTC is unknown; the sampler may be missing.</summary>
    public static void Write(
        TextBuffer text, GatewayOptions options, Journal journal, GatewayCounters counters, Sampler? sampler,
        long uptimeSeconds, long bootUtcMs)
    {
        Watermarks marks = journal.Watermarks;
        text.Clear();
        text.Add("{\"v\":1,\"gateway\":").AddQuoted(options.Gateway).Add(",\"site\":").AddQuoted(options.Site);
        text.Add(",\"firmware\":").AddQuoted(options.Firmware);
        text.Add(",\"epoch\":").Add(journal.Epoch).Add(",\"boot\":").Add(journal.Boot).Add(",\"uptime\":").Add(uptimeSeconds);
        if (bootUtcMs != 0)
        {
            text.Add(",\"utc\":").Add((bootUtcMs / 1000) + uptimeSeconds);
        }

        text.Add(",\"seq\":{\"appended\":").Add(marks.Appended).Add(",\"durable\":").Add(marks.Durable);
        text.Add(",\"sent\":").Add(marks.Sent).Add(",\"acked\":").Add(marks.Acked).Add(",\"freed\":").Add(marks.Freed);
        text.Add("},\"backlog\":{\"records\":").Add(marks.Durable - marks.Acked);
        text.Add(",\"unsealed\":").Add(journal.UnsealedRows);
        int usedPercent = journal.Segments * 100 / journal.MaxSegments;
        text.Add("},\"buffer\":{\"segments\":").Add(journal.Segments).Add(",\"of\":").Add(journal.MaxSegments);
        text.Add(",\"usedPercent\":").Add(usedPercent);
        text.Add("},\"link\":{\"connects\":").Add(counters.Connects);
        if (counters.LastLinkCause != 0)
        {
            text.Add(",\"lastCause\":").AddQuoted(IncidentCause.Name(counters.LastLinkCause));
        }

        text.Add("},\"rejected\":{\"acks\":").Add(counters.AcksRefused);
        text.Add(",\"messages\":").Add(counters.MessagesRejected).Add("},\"sensors\":[");
        AddSensors(text, sampler);
        text.Add("]");
        AddAlert(text, journal, BacklogPercent(journal), sampler);
        text.Add("}");
    }

    private static void AddSensors(TextBuffer text, Sampler? sampler)
    {
        const int RoomForTheRest = 160;
        for (int i = 0; sampler != null && i < sampler.SensorCount; i++)
        {
            int whole = text.Length;
            SensorHealth health = sampler.GetHealth(i);
            text.Add(i == 0 ? "{" : ",{").Add("\"id\":").AddQuoted(sampler.GetSensor(i).Id);
            text.Add(",\"readings\":").Add(health.Readings).Add(",\"failures\":").Add(health.Failures).Add("}");
            if (text.Length > text.Bytes.Length - RoomForTheRest)
            {
                text.Truncate(whole);
                return;
            }
        }
    }

    // Acknowledged segments are history and cost nothing; only what the platform lacks fills the buffer.
    private static int BacklogPercent(Journal journal)
    {
        Watermarks marks = journal.Watermarks;
        long held = marks.Durable - marks.Freed;
        return held <= 0 ? 0 : (int)((marks.Durable - marks.Acked) * journal.Segments * 100 / held / journal.MaxSegments);
    }

    private static void AddAlert(TextBuffer text, Journal journal, int backlogPercent, Sampler? sampler)
    {
        string alert = "ok";
        string reason = string.Empty;
        for (int i = 0; sampler != null && i < sampler.SensorCount; i++)
        {
            if (sampler.GetHealth(i).ConsecutiveFailures > 0)
            {
                alert = "watch";
                reason = "a sensor fails";
            }
        }

        if (journal.StorageFailing)
        {
            alert = "critical";
            reason = "the flash refuses writes; readings are not kept";
        }
        else if (backlogPercent >= ActBufferPercent)
        {
            alert = "act";
            reason = "the buffer is nearly full of unsent records";
        }
        else if (backlogPercent >= WatchBufferPercent)
        {
            alert = "watch";
            reason = "the buffer is half full of unsent records";
        }

        text.Add(",\"alert\":").AddQuoted(alert).Add(",\"reason\":").AddQuoted(reason);
    }
}
