using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class ConfigurationTests
{
    [TestMethod]
    public void Factory_pin_opens_the_console_but_saves_nothing()
    {
        ConsoleRig rig = new ConsoleRig();
        Assert.Contains("login-required", rig.Type("@1 config set site yunwu\r"));
        Assert.Contains("\"factoryPin\":true,\"ok\":true", rig.Type("@1 login 123456\r"));
        Assert.Contains("\"ok\":true", rig.Type("@1 config set period 30\r"));
        Assert.Contains("factory-pin", rig.Type("@1 config save\r"));
        Assert.Contains("\"ok\":true", rig.Type("@1 passwd tea-garden\r"));
        Assert.Contains("\"revision\":1", rig.Type("@1 config save\r"));
        rig.Restart();
        Assert.AreEqual(30, rig.Configuration.Number(ConfigurationKeys.Period));
        Assert.Contains("wrong-pin", rig.Type("@1 login 123456\r"));
        Assert.Contains("\"ok\":true", rig.Type("@1 login tea-garden\r"));
    }

    [TestMethod]
    public void Wrong_pins_make_the_next_try_wait_also_after_a_restart()
    {
        ConsoleRig rig = new ConsoleRig();
        for (int i = 0; i < 3; i++)
        {
            Assert.Contains("wrong-pin", rig.Type("@1 login 000000\r"));
        }

        Assert.Contains("\"wait\":5,", rig.Type("@1 login 123456\r"));
        rig.Restart();
        Assert.Contains("locked", rig.Type("@1 login 123456\r"));
        rig.Rig.Advance(6000);
        Assert.Contains("\"ok\":true", rig.Type("@1 login 123456\r"));
        rig.Restart();
        Assert.Contains("\"ok\":true", rig.Type("@1 login 123456\r"));
    }

    [TestMethod]
    public void A_login_ends_when_nobody_types()
    {
        ConsoleRig rig = LoggedIn();
        rig.Rig.Advance(14 * 60000);
        Assert.Contains("\"ok\":true", rig.Type("@1 config revert\r"));
        rig.Rig.Advance(16 * 60000);
        Assert.Contains("login-required", rig.Type("@1 config revert\r"));
    }

    [TestMethod]
    public void A_secret_is_asked_for_and_never_shown()
    {
        ConsoleRig rig = LoggedIn();
        string seen = rig.Type("config set wifi.password\r") + rig.Type("green leaves\r");
        seen += rig.Type("\u001b[A\u001b[A\r") + rig.Type("config show\r") + rig.Type("config diff\r") + rig.Type("@1 config show\r");
        Assert.DoesNotContains("green", seen);
        Assert.Contains("(set)", seen);
        rig.Type("config save\r");
        Assert.AreEqual("green leaves", rig.Configuration.Saved(ConfigurationKeys.WifiPassword));
        rig.Run(1000);
        Assert.IsFalse(rig.Rig.Journaled("green"));
        Assert.IsTrue(rig.Rig.Journaled("wifi.password"));
    }

    [TestMethod]
    [DataRow("period", "0", false)]
    [DataRow("period", "86400", true)]
    [DataRow("period", "86401", false)]
    [DataRow("period", "007", false)]
    [DataRow("period", "1e3", false)]
    [DataRow("led", "-1", true)]
    [DataRow("led", "-2", false)]
    [DataRow("led", "-0", false)]
    [DataRow("site", "Yunwu", false)]
    [DataRow("broker.tls", "true", true)]
    [DataRow("broker.tls", "yes", false)]
    [DataRow("ackedby", "broker", true)]
    [DataRow("ackedby", "platform/broker", false)]
    [DataRow("ackedby", "", false)]
    [DataRow("key", "00", false)]
    [DataRow("sensor2", "sht3x address=68 period=60 name=leaf", true)]
    [DataRow("sensor2", "sht3x addres=68", false)]
    [DataRow("sensor2", "sht3x address=x", false)]
    [DataRow("sensor2", "sht99", false)]
    [DataRow("sensor2", "", true)]
    [DataRow("sensor2", "rain name=", false)]
    public void A_value_out_of_range_is_refused(string key, string value, bool isGood)
    {
        Assert.AreEqual(isGood, ConfigurationKeys.Accepts(ConfigurationKeys.Find(key), value));
    }

    [TestMethod]
    public void A_cut_or_a_refusal_anywhere_in_a_save_leaves_the_old_or_the_new()
    {
        MemoryStore before = Stored();
        for (int kept = 0; kept < 700; kept += 23)
        {
            // The power goes while the file is written: only its first bytes are there, or none.
            MemoryStore store = before.Copy();
            GatewayConfiguration configuration = Loaded(store);
            configuration.SetCurrent(ConfigurationKeys.Period, "45");
            Assert.IsTrue(configuration.Save(GatewayConfiguration.BySerial) == StoreStatus.Ok);
            string name = Differs(before, store, "c0") ? "c0" : "c1";
            byte[] whole = store.Get(name)!;
            byte[] torn = new byte[kept < whole.Length ? kept : whole.Length];
            System.Array.Copy(whole, torn, torn.Length);
            store.Set(name, torn);
            GatewayConfiguration after = Loaded(store);
            Assert.AreEqual(torn.Length == whole.Length ? 45 : 30, after.Number(ConfigurationKeys.Period));
            Assert.AreEqual("yunwu", after.Saved(ConfigurationKeys.Site));
            Assert.IsFalse(after.IsDamaged);
        }
    }

    [TestMethod]
    public void A_cut_at_any_store_call_of_a_change_leaves_it_undone_or_done_and_journaled()
    {
        int done = 0;
        for (int i = 0; i < 12; i++)
        {
            done += IsChangedInSpiteOfCut(i) ? 1 : 0;
        }

        Assert.AreEqual(9, done);
    }

    [TestMethod]
    public void A_refused_save_changes_nothing()
    {
        MemoryStore store = Stored();
        GatewayConfiguration configuration = Loaded(store);
        configuration.SetCurrent(ConfigurationKeys.Period, "45");
        store.Refusal = StoreStatus.Full;
        Assert.IsTrue(configuration.Save(GatewayConfiguration.BySerial) == StoreStatus.Full);
        Assert.AreEqual(30, configuration.Number(ConfigurationKeys.Period));
        Assert.IsTrue(configuration.IsChanged(ConfigurationKeys.Period));
        Assert.AreEqual(1L, configuration.Revision);
        store.Refusal = StoreStatus.Ok;
        Assert.IsTrue(configuration.Save(GatewayConfiguration.BySerial) == StoreStatus.Ok);
        Assert.AreEqual(45, Loaded(store).Number(ConfigurationKeys.Period));
    }

    [TestMethod]
    public void Every_flipped_bit_is_seen()
    {
        MemoryStore store = Stored();
        byte[] good = store.Get("c1")!;
        for (int bit = 0; bit < good.Length * 8; bit += 5)
        {
            byte[] bad = new byte[good.Length];
            System.Array.Copy(good, bad, bad.Length);
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            store.Set("c1", bad);
            GatewayConfiguration configuration = Loaded(store);
            Assert.IsTrue(configuration.IsDamaged);
            Assert.AreEqual(60, configuration.Number(ConfigurationKeys.Period));
        }
    }

    [TestMethod]
    public void Keys_of_a_newer_version_survive()
    {
        MemoryStore store = new MemoryStore();
        ConfigurationText file = new ConfigurationText();
        file.Add("zhisan-config 1 7\n!revision=3\n moon=full\n led=blue\n period=30\n*tide=high\n");
        store.Set("c1", file.Bytes());
        GatewayConfiguration configuration = Loaded(store);
        Assert.AreEqual(30, configuration.Number(ConfigurationKeys.Period));
        Assert.AreEqual(-1, configuration.Number(ConfigurationKeys.Led));
        configuration.SetCurrent(ConfigurationKeys.Period, "31");
        configuration.Save(GatewayConfiguration.BySerial);
        Loaded(store).Save(GatewayConfiguration.BySerial);
        string text = ConfigurationText.Of(store.Get("c0")!);
        Assert.Contains("\n moon=full\n led=blue\n*tide=high\n", text);
        Assert.Contains("zhisan-config 1 8\n!revision=4\n", text);
    }

    [TestMethod]
    public void The_longest_configuration_fits_its_file()
    {
        MemoryStore store = Stored();
        GatewayConfiguration configuration = Loaded(store);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < ConfigurationKeys.Count; i++)
            {
                configuration.SetCurrent(i, Longest(i, round));
            }

            Assert.IsTrue(configuration.Save(GatewayConfiguration.ByRemote) == StoreStatus.Ok);
        }

        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            Assert.AreEqual(Longest(i, 1), Loaded(store).Saved(i));
        }
    }

    internal static ConsoleRig LoggedIn()
    {
        ConsoleRig rig = new ConsoleRig();
        rig.Type("@1 login 123456\r");
        rig.Type("@1 passwd tea-garden\r");
        return rig;
    }

    private static bool IsChangedInSpiteOfCut(int call)
    {
        GatewayRig rig = new GatewayRig(Stored());
        CutStore cut = new CutStore(rig.Store, call / 4, call % 4);
        GatewayConfiguration configuration = new GatewayConfiguration(cut);
        configuration.Load();
        configuration.SetCurrent(ConfigurationKeys.Sntp, "time.example");
        configuration.Save(GatewayConfiguration.BySerial);
        if (!cut.IsCut)
        {
            configuration.Tick(rig.NowMs, rig.Gateway);
        }

        Assert.AreEqual(call < 8, cut.IsCut);
        rig.Start();
        GatewayConfiguration after = Loaded(rig.Store);
        bool isDone = after.Saved(ConfigurationKeys.Sntp) == "time.example";
        Assert.IsTrue(isDone || after.Saved(ConfigurationKeys.Sntp) == "pool.ntp.org");
        Assert.AreEqual(30, after.Number(ConfigurationKeys.Period));
        after.Tick(rig.NowMs, rig.Gateway);
        Assert.AreEqual(isDone, rig.Journaled("time.example"));
        return isDone;
    }

    private static string Longest(int key, int round)
    {
        for (int length = 90; length > 0; length--)
        {
            char[] text = new char[length];
            for (int i = 0; i < length; i++)
            {
                text[i] = round == 0 ? 'a' : 'b';
            }

            string plain = new string(text);
            if (ConfigurationKeys.Accepts(key, plain))
            {
                return plain;
            }

            string sensor = "ds18b20 name=a channels=86400 address=86400 period=86400 divider=86400 channels=86400 dry=1";
            if (length <= sensor.Length && ConfigurationKeys.Accepts(key, sensor.Substring(0, length)))
            {
                return sensor.Substring(0, length);
            }
        }

        return key == ConfigurationKeys.Led ? (round == 0 ? "47" : "48") : ConfigurationKeys.Default(key);
    }

    private static MemoryStore Stored()
    {
        MemoryStore store = new MemoryStore();
        GatewayConfiguration configuration = Loaded(store);
        configuration.SetCurrent(ConfigurationKeys.Site, "yunwu");
        configuration.SetCurrent(ConfigurationKeys.BrokerHost, "broker.example");
        configuration.SetCurrent(ConfigurationKeys.Period, "30");
        configuration.Save(GatewayConfiguration.BySerial);
        return store;
    }

    private static GatewayConfiguration Loaded(MemoryStore store)
    {
        GatewayConfiguration configuration = new GatewayConfiguration(store);
        Assert.IsTrue(configuration.Load() == StoreStatus.Ok);
        return configuration;
    }

    private static bool Differs(MemoryStore one, MemoryStore other, string name)
    {
        byte[]? a = one.Get(name);
        byte[]? b = other.Get(name);
        bool differs = (a == null) != (b == null) || (a != null && a.Length != b!.Length);
        for (int i = 0; !differs && a != null && i < a.Length; i++)
        {
            differs = a[i] != b![i];
        }

        return differs;
    }
}
