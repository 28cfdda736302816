using nanoFramework.TestFramework;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class TrialTests
{
    [TestMethod]
    public void The_first_network_settings_are_not_on_trial()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Type("@1 config set broker.host one\r");
        Assert.Contains("\"trial\":false", rig.Type("@1 config save\r"));
    }

    [TestMethod]
    public void New_network_settings_that_reach_nobody_are_undone()
    {
        ConsoleRig rig = Changed();
        rig.Restart();
        Assert.AreEqual("two", rig.Configuration.Saved(ConfigurationKeys.BrokerHost));
        rig.Run(9 * 60000);
        Assert.AreEqual(0, rig.Reboots);
        rig.Run(2 * 60000);
        Assert.AreEqual(1, rig.Reboots);
        rig.Restart();
        Assert.AreEqual("one", rig.Configuration.Saved(ConfigurationKeys.BrokerHost));
        Assert.IsFalse(rig.Configuration.IsOnTrial);
    }

    [TestMethod]
    public void They_stay_when_the_broker_is_reached()
    {
        ConsoleRig rig = Changed();
        rig.Restart();
        rig.Rig.ConnectNow();
        rig.Run(1000);
        rig.Restart();
        Assert.IsFalse(rig.Configuration.IsOnTrial);
        rig.Run(60 * 60000);
        Assert.AreEqual(0, rig.Reboots);
        Assert.AreEqual("two", rig.Configuration.Saved(ConfigurationKeys.BrokerHost));
    }

    [TestMethod]
    public void They_stay_when_somebody_says_so()
    {
        ConsoleRig rig = Changed();
        rig.Type("@1 login tea-garden\r");
        Assert.Contains("\"trial\":false", rig.Type("@1 config confirm\r"));
        rig.Restart();
        rig.Run(60 * 60000);
        Assert.AreEqual(0, rig.Reboots);
    }

    [TestMethod]
    public void A_gateway_that_restarts_again_and_again_does_not_try_for_ever()
    {
        ConsoleRig rig = Changed();
        int starts = 0;
        while (rig.Configuration.Saved(ConfigurationKeys.BrokerHost) == "two" && starts++ < 10)
        {
            rig.Restart();
            rig.Run(60000);
        }

        Assert.AreEqual(4, starts);
    }

    [TestMethod]
    public void The_link_over_the_old_settings_proves_nothing()
    {
        ConsoleRig rig = Prepared();
        rig.Rig.ConnectNow();
        rig.Type("@1 config set broker.host two\r");
        rig.Type("@1 config save\r");
        rig.Run(60 * 60000);
        Assert.IsTrue(rig.Configuration.IsOnTrial);
    }

    [TestMethod]
    public void A_change_from_afar_is_stored_and_on_trial_and_leaves_alone_what_is_typed()
    {
        ConsoleRig rig = Prepared();
        rig.Type("@1 config set period 30\r");
        ISettings settings = rig.Configuration;
        Assert.AreEqual(string.Empty, settings.Set("broker.host", "three"));
        Assert.AreEqual("unknown-key", settings.Set("moon", "1"));
        Assert.AreEqual("bad-value", settings.Set("period", "0"));
        Assert.AreEqual("secret", settings.Set("wifi.password", "x"));
        Assert.AreEqual("local-only", settings.Set("site", "x"));
        Assert.IsTrue(rig.Configuration.IsOnTrial);
        Assert.AreEqual("30", rig.Configuration.Current(ConfigurationKeys.Period));
        rig.Run(1000);
        Assert.IsTrue(rig.Rig.Journaled("three"));
        rig.Restart();
        Assert.AreEqual(60, rig.Configuration.Number(ConfigurationKeys.Period));
        Assert.AreEqual("three", rig.Configuration.Saved(ConfigurationKeys.BrokerHost));
    }

    [TestMethod]
    public void A_change_is_journaled_also_when_the_power_goes_in_between()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Configuration.SetCurrent(ConfigurationKeys.Sntp, "time.example");
        rig.Configuration.Save(GatewayConfiguration.BySerial);
        rig.Restart();
        Assert.IsFalse(rig.Rig.Journaled("time.example"));
        rig.Run(1000);
        Assert.IsTrue(rig.Rig.Journaled("time.example"));
    }

    private static ConsoleRig Prepared()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Type("@1 config set broker.host one\r");
        rig.Type("@1 config save\r");
        return rig;
    }

    private static ConsoleRig Changed()
    {
        ConsoleRig rig = Prepared();
        rig.Type("@1 config set broker.host two\r");
        Assert.Contains("\"trial\":true", rig.Type("@1 config save\r"));
        return rig;
    }
}
