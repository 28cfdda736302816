using nanoFramework.TestFramework;
using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class ConsoleWidthTests
{
    private const string Tea = "\u00e8\u008c\u00b6";

    [TestMethod]
    [DataRow("en")]
    [DataRow("zh")]
    public void Nothing_that_is_said_is_wider_than_eighty_columns(string language)
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Findings = new string[] { "dns", "0", "10.0.0.1", "tcp", "2", "port 1883: refused", "tls", "2", "no", "connack", "2", "no", "publish", "2", "no", "wifi", "1", "-85" };
        rig.Type("lang " + language + "\r");
        Screen screen = new Screen();
        string help = rig.Type("help\r");
        screen.Show(help);
        int lines = 0;
        for (int i = 0; i < help.Length; i++)
        {
            lines += help[i] == '\n' ? 1 : 0;
        }

        Assert.IsTrue(lines < 24, "help fits a screen");
        for (int login = 0; login < 2; login++)
        {
            for (int i = 0; i < CommandTable.Count; i++)
            {
                string name = CommandTable.Name(i);
                screen.Show(rig.Type("help " + name + "\r"));
                if (name != "login" && name != "passwd" && name != "logout")
                {
                    screen.Show(rig.TypeAndWait(name + "\r"));
                }

                screen.Show(rig.TypeAndWait(name + " 17\r"));
                screen.Show(rig.TypeAndWait(name + " no such thing\r"));
                Assert.IsTrue(screen.Widest <= 80, name);
            }

            screen.Show(rig.Type("logout\r"));
        }

        string[] more = new string[] { "c\t\u0015", "config \t\u0015", "config get sensor1", "config get lang", "config set period 0", "config set perod 1", "statsu", "c", "config set broker.host x" };
        rig.Type("login tea-garden\r");
        for (int i = 0; i < more.Length; i++)
        {
            screen.Show(rig.Type(more[i] + "\r"));
            Assert.IsTrue(screen.Widest <= 80, more[i]);
        }
    }

    [TestMethod]
    [DataRow(55, 1, "")]
    [DataRow(62, 3, "")]
    [DataRow(63, 4, "")]
    [DataRow(150, 100, "")]
    [DataRow(150, 149, "")]
    [DataRow(61, 2, Tea)]
    [DataRow(60, 2, Tea)]
    [DataRow(59, 2, Tea)]
    public void Erasing_goes_back_over_the_end_of_a_row(int typed, int erased, string wide)
    {
        ConsoleRig rig = new ConsoleRig();
        Screen screen = new Screen();
        screen.Show(rig.Type("\r"));
        string line = string.Empty;
        for (int i = 0; i < typed; i++)
        {
            line += (char)('a' + (i % 26));
        }

        screen.Show(rig.Type(line + wide));
        for (int i = 0; i < erased; i++)
        {
            screen.Show(rig.Type("\b"));
        }

        // A wide character is one that is erased.
        line = line.Substring(0, line.Length - erased + (wide.Length > 0 ? 1 : 0));
        screen.Show(rig.Type("#"));
        string shown = "yunwu/gw1 offline> " + line + "#";
        Assert.AreEqual(shown.Substring((shown.Length - 1) / 80 * 80), screen.Row);
    }

    [TestMethod]
    public void A_program_gets_English_whatever_people_read()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Type("lang zh\r");
        string seen = rig.Type("@1 help\r@2 config get period\r@3 config set period 0\r") + rig.TypeAndWait("@4 test quick\r");
        Assert.Contains("\"hint\":", seen);
        for (int i = 0; i < seen.Length; i++)
        {
            Assert.IsTrue(seen[i] < 0x80);
        }
    }

    [TestMethod]
    public void The_language_that_is_saved_is_there_after_a_restart_and_the_one_that_is_spoken_is_not()
    {
        ConsoleRig rig = ConfigurationTests.LoggedIn();
        rig.Type("config set lang zh\r");
        rig.Type("config save\r");
        Assert.Contains("\u00e7\u00bd\u0091\u00e5\u0085\u00b3", rig.Type("version\r"));
        rig.Type("lang en\r");
        Assert.Contains("gateway", rig.Type("version\r"));
        rig.Restart();
        Assert.Contains("\u00e7\u00bd\u0091\u00e5\u0085\u00b3", rig.Type("version\r"));
    }
}
