using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Tests.Portable.Sensors;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class AcceptanceTests
{
    [TestMethod]
    public void A_gateway_in_order_passes_everything()
    {
        ConsoleRig rig = Ready();
        string seen = rig.TypeAndWait("@t test\r");
        Assert.Contains("{\"test\":\"sensor\",\"verdict\":\"pass\",\"text\":\"leaf\"}", seen);
        Assert.Contains("{\"test\":\"flash\",\"verdict\":\"pass\"", seen);
        Assert.Contains("{\"test\":\"clock\",\"verdict\":\"pass\"", seen);
        Assert.Contains("{\"test\":\"wifi\",\"verdict\":\"pass\"", seen);
        Assert.Contains("{\"test\":\"platform\",\"verdict\":\"pass\"", seen);
        Assert.Contains("{\"test\":\"soak\",\"verdict\":\"pass\",\"text\":\"6 scans in 60 s\"}", seen);
        Assert.Contains("\"warned\":0,\"failed\":0,\"ok\":true", seen);
        Assert.IsTrue(rig.Rig.Store.Get("x0") != null);
    }

    [TestMethod]
    public void What_is_broken_is_named_with_a_hint()
    {
        ConsoleRig rig = Ready();
        ((ScriptedSensor)rig.Rig.Sensor!).Fails = true;
        rig.Findings = new string[] { "dns", "0", "10.0.0.1", "tcp", "2", "port 1883: refused" };
        rig.PlatformAnswers = false;
        string seen = rig.TypeAndWait("test quick\r");
        Assert.Contains("FAIL sensor       leaf", seen);
        Assert.Contains("pass dns          10.0.0.1", seen);
        Assert.Contains("FAIL tcp          port 1883: refused\r\n     -> nobody answers", seen);
        Assert.Contains("FAIL platform", seen);
        Assert.Contains("warn soak", seen);
        Assert.Contains("failed           4", seen);
    }

    [TestMethod]
    public void A_slow_schedule_is_no_lost_scan()
    {
        ConsoleRig rig = Ready();
        rig.Rig.Options.PeriodSeconds = 600;
        rig.Restart();
        Prepare(rig);
        string seen = rig.TypeAndWait("@t test\r");
        Assert.Contains("{\"test\":\"soak\",\"verdict\":\"warn\",\"text\":\"0 scans in 60 s\"", seen);
    }

    [TestMethod]
    public void A_gateway_that_has_just_started_does_not_fail_for_that()
    {
        ConsoleRig rig = Ready();
        rig.Rig.Options.ReconnectMinMs = 10 * 60000L;
        rig.Rig.Options.ReconnectMaxMs = 10 * 60000L;
        rig.Restart();
        rig.Type("@1 login tea-garden\r");
        rig.BrokerAnswers = true;
        string seen = rig.TypeAndWait("@t test quick\r");
        Assert.Contains("{\"test\":\"platform\",\"verdict\":\"pass\"", seen);
        Assert.IsTrue(rig.Rig.NowMs < 60000);
    }

    [TestMethod]
    public void Where_the_broker_is_not_reached_nobody_waits_for_the_platform()
    {
        ConsoleRig rig = Ready();
        rig.Restart();
        rig.Type("@1 login tea-garden\r");
        rig.Findings = new string[] { "tcp", "2", "port 1883: refused" };
        long began = rig.Rig.NowMs;
        Assert.Contains("{\"test\":\"platform\",\"verdict\":\"fail\"", rig.TypeAndWait("@t test quick\r"));
        Assert.IsTrue(rig.Rig.NowMs - began < 60000);
    }

    [TestMethod]
    public void Flash_that_refuses_fails()
    {
        ConsoleRig rig = Ready();
        rig.Rig.Store.Refusal = StoreStatus.Failed;
        string seen = rig.TypeAndWait("@t test quick\r");
        Assert.Contains("{\"test\":\"flash\",\"verdict\":\"fail\"", seen);
        Assert.Contains("{\"test\":\"platform\",\"verdict\":\"fail\"", seen);
        Assert.Contains("\"seq\":0,", seen);
    }

    [TestMethod]
    public void The_result_is_in_the_journal()
    {
        ConsoleRig rig = Ready();
        rig.PlatformAnswers = false;
        rig.TypeAndWait("@t test quick\r");
        Assert.IsTrue(rig.Rig.Journaled("warned, "));
    }

    [TestMethod]
    public void Ctrl_c_stops_it_and_says_so()
    {
        ConsoleRig rig = Ready();
        rig.Type("@t test\r");
        Assert.Contains("@t {\"ok\":false,\"error\":\"interrupted\"", rig.Type("\u0003"));
        Assert.Contains("\"ok\":true", rig.Type("@u version\r"));
    }

    [TestMethod]
    public void A_sensor_is_measured_on_request_beside_its_schedule()
    {
        ConsoleRig rig = Ready();
        long scans = rig.Rig.Gateway.Counters.Scans;
        long missed = rig.Rig.Sampler!.MissedSlots;
        string seen = rig.TypeAndWait("@r sensors read leaf\r");
        Assert.Contains("\"channels\":[{\"name\":\"air_temperature\",\"value\":", seen);
        Assert.AreEqual(scans + 1, rig.Rig.Gateway.Counters.Scans);
        Assert.AreEqual(missed, rig.Rig.Sampler!.MissedSlots);
        Assert.Contains("unknown-sensor", rig.Type("@r sensors read moon\r"));
        Assert.Contains("channels", rig.TypeAndWait("@r sensors read 1\r"));
    }

    [TestMethod]
    public void What_is_measured_on_request_carries_the_time_of_the_request()
    {
        ConsoleRig rig = Ready();
        rig.Rig.Options.PeriodSeconds = 3600;
        rig.Restart();
        Prepare(rig);
        rig.Rig.Advance(600000);
        rig.TypeAndWait("@r sensors read leaf\r");
        Assert.IsTrue((rig.Rig.NowMs / 1000) - rig.Rig.Gateway.LastScan.UptimeSeconds < 5);
    }

    [TestMethod]
    public void The_way_to_the_broker_is_told_step_by_step()
    {
        ConsoleRig rig = new ConsoleRig();
        Assert.Contains("not-here", rig.Type("@b broker test\r"));
        rig.Findings = new string[] { "dns", "0", "10.0.0.1", "tcp", "0", "port 8883", "tls", "2", "expired" };
        string seen = rig.TypeAndWait("@b broker test\r");
        Assert.Contains("@b+ {\"test\":\"tls\",\"verdict\":\"fail\",\"text\":\"expired\",\"hint\":\"certificate", seen);
        Assert.Contains("@b {\"passed\":2,\"warned\":0,\"failed\":1,\"ok\":true}", seen);
        rig.Findings = new string[] { "tea \"garden\"\u0007", "0", string.Empty };
        Assert.Contains("@b+ {\"ssid\":\"tea \\\"garden\\\"?\",\"dbm\":-60} *", rig.TypeAndWait("@b wifi scan\r"));
    }

    private static ConsoleRig Ready()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        ScriptedSensor sensor = new ScriptedSensor("leaf", 2, 1000);
        sensor.ConversionMs = 200;
        rig.Rig.Sensor = sensor;
        rig.Rig.Options.PeriodSeconds = 10;
        rig.Restart();
        Prepare(rig);
        return rig;
    }

    private static void Prepare(ConsoleRig rig)
    {
        rig.Type("@1 login tea-garden\r");
        rig.Findings = new string[] { "wifi", "0", "-60 dBm" };
        rig.PlatformAnswers = true;
        rig.Rig.ConnectNow();
        rig.Rig.Gateway.SetUtc(rig.Rig.NowMs, 1780293600000L, 1);
        for (int i = 0; i < 300; i++)
        {
            rig.Rig.Measure(100);
        }
    }
}
