using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class EvacuationTests
{
    [TestMethod]
    public void All_records_leave_over_the_cable_and_the_acknowledgement_of_their_import_is_believed()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Rig.TakeScans(1000);
        rig.Type("@1 login tea-garden\r");
        EvacuationReader dump = new EvacuationReader(rig.Type("@8 evacuate\r"));
        Assert.IsTrue(dump.IsWhole);
        Assert.AreEqual(1L, dump.First);
        Assert.AreEqual(rig.Rig.Gateway.Watermarks.Sealed, dump.Last);
        Assert.IsTrue(dump.Last > 1000);
        Assert.AreEqual(0, dump.Gaps);
        rig.Rig.Ack(GatewayRig.Epoch, dump.Last);
        Assert.AreEqual(dump.Last, rig.Rig.Gateway.Watermarks.Acked);
        Assert.Contains("\"runs\":0,", rig.Type("@8 evacuate\r"));
        EvacuationReader again = new EvacuationReader(rig.Type("@8 evacuate all\r"));
        Assert.AreEqual(1L, again.First);
        Assert.AreEqual(dump.Last, again.Last);
    }

    [TestMethod]
    public void It_goes_on_where_the_cable_fell_out()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Rig.TakeScans(9000);
        rig.Type("@1 login tea-garden\r");
        EvacuationReader whole = new EvacuationReader(rig.Type("@8 evacuate\r"));
        string again = rig.Type("@8 evacuate from " + (whole.FirstRunLast + 1).ToString() + "\r");
        EvacuationReader rest = new EvacuationReader(again);
        Assert.AreEqual(whole.FirstRunLast + 1, rest.First);
        Assert.AreEqual(whole.Last, rest.Last);
        Assert.AreEqual(whole.Runs - 1, rest.Runs);
    }

    [TestMethod]
    public void It_needs_a_login() => Assert.Contains("login-required", new ConsoleRig().Type("@8 evacuate\r"));

    [TestMethod]
    public void It_needs_a_sensible_number_and_a_program()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        Assert.Contains("bad-value", rig.Type("@8 evacuate from\r"));
        Assert.Contains("bad-value", rig.Type("@8 evacuate everything\r"));
        Assert.Contains("\"runs\":0,", rig.Type("@8 evacuate from 99999999\r"));
        Assert.Contains("zhisan evacuate", rig.Type("\rlogin tea-garden\revacuate\r"));
    }

    [TestMethod]
    public void What_is_damaged_is_said()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Rig.TakeScans(600);
        rig.Type("@1 login tea-garden\r");
        rig.Rig.Gateway.SealNow();
        string name = rig.Rig.SegmentName();
        byte[] bytes = rig.Rig.Store.Get(name)!;
        for (int i = 0; i < 40; i++)
        {
            // More than a seal: that alone would be computed again.
            bytes[(bytes.Length / 2) + i] ^= 0x55;
        }

        rig.Rig.Store.Set(name, bytes);
        string seen = rig.Type("@8 evacuate all\r");
        Assert.Contains("\"lost\":\"damaged\"", seen);
        Assert.Contains("\"ok\":true", seen);
        Assert.AreEqual(rig.Rig.Journal.Watermarks.Sealed, rig.Rig.Journal.Watermarks.Sent);
    }

    [TestMethod]
    public void Sampling_goes_on_while_it_runs()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Rig.TakeScans(600);
        rig.Type("@1 login tea-garden\r");
        rig.Put("@8 evacuate\r");
        string seen = string.Empty;
        for (int i = 0; i < 20; i++)
        {
            seen += rig.Turns(3);
            rig.Rig.TakeScans(1);
        }

        EvacuationReader dump = new EvacuationReader(seen + rig.Listen());
        Assert.IsTrue(dump.IsWhole);
        Assert.AreEqual(0, dump.Gaps);
        Assert.IsTrue(rig.Rig.Gateway.Watermarks.Durable >= dump.Last + 20);
    }
}
