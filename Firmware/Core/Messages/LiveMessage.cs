using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Core.Messages;

/// <summary>The newest scan as SenML JSON (RFC 8428): a preview for any MQTT tool. PROTOCOL.md has an example.</summary>
public static class LiveMessage
{
    /// <summary>Writes the message; channels that no longer fit are left out, so that the text is always whole.</summary>
    public static void Write(TextBuffer text, GatewayOptions options, uint epoch, Record scan, ChannelSetBody channels)
    {
        text.Clear();
        text.Add("[{\"bn\":\"zhisan:").Add(options.Site).Add(":").Add(options.Gateway).Add(":\"");
        if (scan.BootUtcMs != 0)
        {
            text.Add(",\"bt\":").Add((scan.BootUtcMs / 1000) + scan.UptimeSeconds);
        }

        text.Add(",\"epoch\":").Add(epoch).Add(",\"seq\":").Add(scan.Sequence);
        bool first = true;
        for (int i = 0; i < scan.ChannelCount; i++)
        {
            byte quality = scan.Qualities[i];
            if (quality == JournalLimits.AbsentQuality)
            {
                continue;
            }

            int whole = text.Length;
            text.Add(first ? "," : "},{").Add("\"n\":").AddQuoted(channels.Names[i]);
            text.Add(",\"u\":").AddQuoted(channels.Units[i]);
            text.Add(",\"v\":").AddFixed(scan.Values[i], channels.Decimals[i]);
            if (quality != 0)
            {
                text.Add(",\"q\":").Add(quality);
            }

            if (text.Overflowed || text.Length > text.Bytes.Length - 2)
            {
                text.Truncate(whole);
                break;
            }

            first = false;
        }

        text.Add("}]");
    }
}
