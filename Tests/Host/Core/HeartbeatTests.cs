using System.Reflection;
using System.Text;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Sensors.Demo;
using ZhiSan.Edge.Tests.Portable.Core;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Core;

public sealed class HeartbeatTests
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    [Fact]
    public void With_the_worst_value_in_every_field_a_heartbeat_stays_below_1_KB_and_is_whole()
    {
        var rig = new GatewayRig(new MemoryStore());
        rig.Options.Site = new string('s', 32);
        rig.Options.Gateway = new string('g', 32);
        rig.Options.Firmware = new string('9', 24);
        rig.Sensor = new DemoSensor(1, 0, 2);
        rig.Start();
        foreach (string mark in new[] { "Appended", "Durable", "Sealed", "Sent", "Acked", "Freed" })
        {
            typeof(Watermarks).GetProperty(mark)!.SetValue(rig.Journal.Watermarks, mark is "Acked" or "Freed" ? JournalLimits.MaxSequence / 9 : JournalLimits.MaxSequence);
        }

        foreach (string counter in new[] { "Connects", "AcksRefused", "MessagesRejected", "CommandsRejected" })
        {
            typeof(GatewayCounters).GetProperty(counter)!.SetValue(rig.Gateway.Counters, (long)int.MaxValue);
        }

        foreach (byte cause in new[] { IncidentCause.Credentials, IncidentCause.Broker, IncidentCause.Credentials, IncidentCause.Broker })
        {
            typeof(GatewayCounters).GetMethod("NoteLinkCause", Inner)!.Invoke(rig.Gateway.Counters, [cause]);
        }

        Set(rig.Gateway, "_nowMs", int.MaxValue * 1000L);
        Set(rig.Gateway, "_bootUtcMs", 4102444800000L - (int.MaxValue * 1000L));
        Set(rig.Gateway, "_broker", 1);
        Set(rig.Gateway, "_driftKnown", true);
        Set(rig.Gateway, "_driftPpm", -500);
        Set(rig.Gateway, "_clockSource", ClockSource.Platform);
        Set(rig.Gateway, "_alert", AlertLevel.Critical);
        Set(rig.Gateway, "_alertReason", "the buffer is full of unsent records; the oldest are being thinned");
        rig.Gateway.SetFacts(int.MaxValue * 1000L, -127, int.MaxValue, uint.MaxValue, 1L << 42);
        object state = Get(rig.Gateway, "_state");
        state.GetType().GetField("Counter", Inner)!.SetValue(state, (1L << 53) - 1);
        object open = Get(rig.Gateway, "_open");
        for (int subject = 0; subject < IncidentSubject.Count; subject++)
        {
            open.GetType().GetMethod("Set")!.Invoke(open, [subject, IncidentCause.Credentials, JournalLimits.MaxSequence, 0L, 1L]);
        }

        typeof(Gateway).GetMethod("WriteHeartbeat", Inner)!.Invoke(rig.Gateway, null);
        var text = (TextBuffer)Get(rig.Gateway, "_text");

        Assert.False(text.Overflowed, Encoding.UTF8.GetString(text.Bytes, 0, text.Length));
        Assert.True(text.Length < 1024, $"{text.Length} bytes");
        using JsonDocument json = JsonDocument.Parse(Encoding.UTF8.GetString(text.Bytes, 0, text.Length));
        Assert.InRange(json.RootElement.GetProperty("open").GetArrayLength(), 0, 6);
        Assert.Equal("critical", json.RootElement.GetProperty("alert").GetString());
    }

    [Fact]
    public void Every_member_is_there_when_all_is_well()
    {
        var rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        rig.Advance(rig.Options.HeartbeatMs + 1);
        using JsonDocument json = JsonDocument.Parse(rig.LastHeartbeat);
        JsonElement root = json.RootElement;
        foreach (string member in new[]
        {
            "v", "gateway", "site", "firmware", "epoch", "boot", "uptime", "seq", "backlog", "buffer", "flash", "link", "time", "cmd", "rejected", "alert", "reason",
            "open", "degraded", "sensors",
        })
        {
            Assert.True(root.TryGetProperty(member, out _), member);
        }

        Assert.True(root.GetProperty("buffer").GetProperty("daysLeft").GetInt32() > 60);
        Assert.Equal("ok", root.GetProperty("alert").GetString());
    }

    [Fact]
    public void The_age_of_the_oldest_unsent_record_and_the_days_left_follow_an_outage()
    {
        var rig = new GatewayRig(new MemoryStore()) { PlatformAcks = true };
        rig.ConnectNow();
        rig.TakeScans(2000);
        rig.Gateway.Drain(rig.NowMs);
        rig.Advance(5000);
        rig.Lose(IncidentCause.Wifi);
        rig.TakeScans(20 * 1440);
        int before = rig.Gateway.DaysLeft;
        rig.TakeScans(20 * 1440);
        rig.PlatformAcks = false;
        rig.ConnectNow();
        using JsonDocument json = JsonDocument.Parse(rig.LastHeartbeat);
        JsonElement backlog = json.RootElement.GetProperty("backlog");
        Assert.InRange(backlog.GetProperty("oldest").GetInt64(), (40 * 86400) - 60, (40 * 86400) + 120);
        Assert.InRange(backlog.GetProperty("records").GetInt64(), 57_600, 57_610);
        Assert.True(before - rig.Gateway.DaysLeft is >= 8 and <= 25, $"{before} {rig.Gateway.DaysLeft} {rig.LastHeartbeat}");
        Assert.True(json.RootElement.GetProperty("buffer").GetProperty("drainSeconds").GetInt64() > 0);
    }

    private static object Get(Gateway gateway, string field) => typeof(Gateway).GetField(field, Inner)!.GetValue(gateway)!;

    private static void Set(Gateway gateway, string field, object value) => typeof(Gateway).GetField(field, Inner)!.SetValue(gateway, value);
}
