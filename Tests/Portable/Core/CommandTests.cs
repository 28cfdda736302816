using System.Security.Cryptography;
using System.Text;
using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class CommandTests
{
    [TestMethod]
    public void A_ping_is_answered()
    {
        GatewayRig rig = Up();
        Send(rig, "p-1", 5, "ping", string.Empty, string.Empty);
        Assert.AreEqual("{\"id\":\"p-1\",\"counter\":5,\"status\":\"ok\"}", rig.Replies);
    }

    [TestMethod]
    public void A_forged_command_is_counted_and_not_answered()
    {
        GatewayRig rig = Up();
        string good = Text(rig, "p-1", 5, "ping", string.Empty, string.Empty);
        rig.Receive(rig.Gateway.Topics.Command, good.Substring(0, good.Length - 3) + (good[good.Length - 3] == '0' ? "1" : "0") + "\"}");
        rig.Receive(rig.Gateway.Topics.Command, good.Substring(0, 22) + "7" + good.Substring(23));
        rig.Receive(rig.Gateway.Topics.Command, "{}");
        rig.Receive(rig.Gateway.Topics.Command, string.Empty);
        Assert.AreEqual(string.Empty, rig.Replies);
        Assert.AreEqual(4L, rig.Gateway.Counters.CommandsRejected);
        Assert.AreEqual(0L, rig.Gateway.Counters.Commands);
    }

    [TestMethod]
    public void An_overlong_command_is_not_even_looked_at()
    {
        GatewayRig rig = Up();
        byte[] huge = new byte[Gateway.MaxCommandBytes + 1];
        rig.Gateway.TakeMessage(rig.NowMs, rig.Gateway.Topics.Command, huge, huge.Length);
        Assert.AreEqual(1L, rig.Gateway.Counters.CommandsRejected);
    }

    [TestMethod]
    public void A_replayed_command_with_a_stale_counter_is_refused()
    {
        GatewayRig rig = Up();
        Send(rig, "a", 10, "identify", string.Empty, string.Empty);
        Send(rig, "b", 10, "identify", string.Empty, string.Empty);
        Send(rig, "c", 9, "identify", string.Empty, string.Empty);
        Assert.AreEqual(1, rig.Identifies);
        Assert.AreEqual(
            "{\"id\":\"a\",\"counter\":10,\"status\":\"ok\"}"
            + "{\"id\":\"b\",\"counter\":10,\"status\":\"refused\",\"reason\":\"stale-counter\"}"
            + "{\"id\":\"c\",\"counter\":9,\"status\":\"refused\",\"reason\":\"stale-counter\"}",
            rig.Replies);
    }

    [TestMethod]
    public void The_same_command_again_is_answered_again_and_not_done_again()
    {
        GatewayRig rig = Up();
        Send(rig, "a", 10, "identify", string.Empty, string.Empty);
        Send(rig, "a", 10, "identify", string.Empty, string.Empty);
        Assert.AreEqual(1, rig.Identifies);
        Assert.AreEqual(
            "{\"id\":\"a\",\"counter\":10,\"status\":\"ok\"}{\"id\":\"a\",\"counter\":10,\"status\":\"ok\"}", rig.Replies);
    }

    [TestMethod]
    public void The_counter_survives_a_power_cut()
    {
        GatewayRig rig = Up();
        Send(rig, "a", 10, "ping", string.Empty, string.Empty);
        rig.Start();
        rig.ConnectNow();
        Send(rig, "b", 9, "ping", string.Empty, string.Empty);
        Assert.Contains("stale-counter", rig.Replies);
        Send(rig, "a", 10, "ping", string.Empty, string.Empty);
        Assert.Contains("{\"id\":\"a\",\"counter\":10,\"status\":\"ok\"}", rig.Replies);
        Assert.AreEqual(0L, rig.Gateway.Counters.Commands);
    }

    [TestMethod]
    [DataRow("n0")]
    [DataRow("n1")]
    public void One_damaged_state_file_costs_one_step_at_most(string name)
    {
        GatewayRig rig = Up();
        Send(rig, "a", 10, "ping", string.Empty, string.Empty);
        Send(rig, "b", 20, "ping", string.Empty, string.Empty);
        byte[]? file = rig.Store.Get(name);
        file![5] ^= 1;
        rig.Start();
        rig.ConnectNow();
        Send(rig, "c", 9, "ping", string.Empty, string.Empty);
        Assert.Contains("\"id\":\"c\",\"counter\":9,\"status\":\"refused\"", rig.Replies);
    }

    [TestMethod]
    public void A_command_whose_counter_the_flash_refuses_is_not_done()
    {
        GatewayRig rig = Up();
        rig.Store.Refusal = StoreStatus.Failed;
        Send(rig, "a", 10, "identify", string.Empty, string.Empty);
        Assert.AreEqual(0, rig.Identifies);
        Assert.Contains("\"status\":\"refused\",\"reason\":\"storage\"", rig.Replies);
        rig.Store.Refusal = StoreStatus.Ok;
        Send(rig, "a", 10, "identify", string.Empty, string.Empty);
        Assert.AreEqual(1, rig.Identifies);
    }

    [TestMethod]
    public void A_reboot_is_answered_first_and_is_no_power_cut()
    {
        GatewayRig rig = Up();
        Send(rig, "r", 3, "reboot", string.Empty, string.Empty);
        Assert.Contains("\"status\":\"ok\"", rig.Replies);
        Assert.AreEqual("offline", rig.LastState);
        Assert.AreEqual(1, rig.Reboots);
        rig.Start();
        Assert.AreEqual(2, (int)RecordLog.Read(rig.Journal).LastBoot.PreviousStop);
    }

    [TestMethod]
    public void A_reboot_whose_answer_does_not_get_out_happens_all_the_same()
    {
        GatewayRig rig = Up();
        rig.BrokerTakes = false;
        Send(rig, "r", 3, "reboot", string.Empty, string.Empty);
        Assert.AreEqual(0, rig.Reboots);
        rig.Advance(11000);
        Assert.AreEqual(1, rig.Reboots);
    }

    [TestMethod]
    public void Without_settings_a_set_is_refused()
    {
        GatewayRig rig = Up();
        Send(rig, "s", 1, "set", ",\"key\":\"a\",\"value\":\"1\"", "a\n1");
        Assert.Contains("no-settings", rig.Replies);
    }

    [TestMethod]
    public void A_set_passes_key_and_value_on_and_answers_what_the_settings_say()
    {
        GatewayRig rig = Up();
        Recorder recorder = new Recorder();
        rig.Gateway.Settings = recorder;
        Send(rig, "s", 1, "set", ",\"key\":\"wifi.ssid\",\"value\":\"\\u8336 \\\"a\\u002B\"", "wifi.ssid\n\u8336 \"a+");
        Assert.AreEqual("wifi.ssid=\u8336 \"a+", recorder.Seen);
        recorder.Answer = "bad-value";
        Send(rig, "t", 2, "set", ",\"key\":\"k\",\"value\":\"v\"", "k\nv");
        Assert.Contains("\"id\":\"s\",\"counter\":1,\"status\":\"ok\"", rig.Replies);
        Assert.Contains("\"id\":\"t\",\"counter\":2,\"status\":\"refused\",\"reason\":\"bad-value\"", rig.Replies);
    }

    [TestMethod]
    public void A_set_takes_effect_without_a_restart_where_it_can()
    {
        GatewayRig rig = Up();
        GatewayConfiguration configuration = new GatewayConfiguration(rig.Store);
        configuration.Load();
        rig.Gateway.Settings = configuration;
        rig.TakeScans(1);
        rig.Advance(60000);
        int before = rig.PageMessages;
        Send(rig, "s", 1, "set", ",\"key\":\"seal\",\"value\":\"30\"", "seal\n30");
        rig.Advance(29000);
        Assert.AreEqual(before, rig.PageMessages);
        rig.Advance(2000);
        Assert.AreEqual(before + 1, rig.PageMessages);
        Assert.IsFalse(configuration.IsRebootDue);
        Send(rig, "t", 2, "set", ",\"key\":\"period\",\"value\":\"30\"", "period\n30");
        Assert.IsTrue(configuration.IsRebootDue);
    }

    [TestMethod]
    public void An_unknown_command_is_refused()
    {
        GatewayRig rig = Up();
        Send(rig, "x", 1, "format", string.Empty, string.Empty);
        Assert.Contains("unknown-command", rig.Replies);
    }

    /// <summary>Sends a command as the platform does.</summary>
    internal static void Send(GatewayRig rig, string id, long counter, string command, string members, string arguments) =>
        rig.Receive(rig.Gateway.Topics.Command, Text(rig, id, counter, command, members, arguments));

    private static GatewayRig Up()
    {
        GatewayRig rig = new GatewayRig(new MemoryStore());
        rig.ConnectNow();
        return rig;
    }

    private static string Text(GatewayRig rig, string id, long counter, string command, string members, string arguments)
    {
        string signed = "zhisan-cmd-v1\nyunwu/gw1\n" + id + "\n" + counter.ToString() + "\n" + command + "\n" + arguments;
        byte[] mac = HMACSHA256.HashData(rig.Key, Encoding.UTF8.GetBytes(signed));

        string hex = string.Empty;
        for (int i = 0; i < mac.Length; i++)
        {
            hex += "0123456789abcdef"[mac[i] >> 4].ToString() + "0123456789abcdef"[mac[i] & 15].ToString();
        }

        return "{\"id\":\"" + id + "\",\"counter\":" + counter.ToString() + ",\"cmd\":\"" + command + "\"" + members
            + ",\"mac\":\"" + hex + "\"}";
    }

    private sealed class Recorder : ISettings
    {
        public long Revision => 0;

        public string Answer { get; set; } = string.Empty;

        public string Seen { get; private set; } = string.Empty;

        public void ApplyLive(GatewayOptions options)
        {
        }

        public string Set(string key, string value)
        {
            Seen = key + "=" + value;
            return Answer;
        }
    }
}
