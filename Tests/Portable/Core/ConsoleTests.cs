using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class ConsoleTests
{
    [TestMethod]
    public void A_person_gets_echo_an_answer_and_a_prompt()
    {
        ConsoleRig rig = new ConsoleRig();
        rig.Type("\r");
        string seen = rig.Type("version\r");
        Assert.AreEqual("version\r\ngateway          yunwu/gw1\r\nfirmware         0.1.0\r\nprotocol         1\r\nfactoryPin       yes\r\nconfigured       no\r\nyunwu/gw1 offline> ", seen);
    }

    [TestMethod]
    public void A_program_gets_one_line_with_a_checksum_and_no_echo()
    {
        ConsoleRig rig = new ConsoleRig();
        string seen = rig.Type("@v-1 version\r");
        Assert.AreEqual("@v-1 {\"gateway\":\"yunwu/gw1\",\"firmware\":\"0.1.0\",\"protocol\":1,\"factoryPin\":true,\"configured\":false,\"ok\":true} *", seen.Substring(0, seen.Length - 10));
    }

    [TestMethod]
    [DataRow("stat\r", "link")]
    [DataRow("ver\r", "protocol")]
    [DataRow("s\r", "which: status, sensors")]
    [DataRow("verison\r", "did you mean 'version'?")]
    [DataRow("xyzzy\r", "no such command")]
    [DataRow("vx\b\u007fver\r", "protocol")]
    [DataRow("xyz\u0015ver\r", "protocol")]
    [DataRow("st\t\r", "link")]
    [DataRow("s\t", "status  sensors")]
    [DataRow("version\r\u001b[A\r", "version\r\ngateway")]
    [DataRow("help help\r", "command")]
    public void Typing_is_forgiven(string typed, string expected)
    {
        ConsoleRig rig = new ConsoleRig();
        string seen = rig.Type(typed);
        Assert.Contains(expected, seen);
    }

    [TestMethod]
    public void A_request_with_a_wrong_checksum_is_not_carried_out()
    {
        ConsoleRig rig = new ConsoleRig();
        Assert.Contains("\"error\":\"crc\"", rig.Type("@1 lang zh *00000000\r"));
        Assert.Contains("\"ok\":true", rig.Type("@1 version *9f7cd5ac\r"));
    }

    [TestMethod]
    public void A_line_that_is_too_long_is_dropped_whole()
    {
        ConsoleRig rig = new ConsoleRig();
        char[] line = new char[250];
        for (int i = 0; i < line.Length; i++)
        {
            line[i] = ' ';
        }

        line[0] = 'v';
        rig.Type(new string(line, 0, 200));
        Assert.Contains("did not arrive whole", rig.Type(new string(line, 100, 150) + "\r"));
    }

    [TestMethod]
    public void Chinese_is_spoken_on_request()
    {
        ConsoleRig rig = new ConsoleRig();
        rig.Type("lang zh\r");

        // 网关, as UTF-8.
        Assert.Contains("\u00e7\u00bd\u0091\u00e5\u0085\u00b3", rig.Type("version\r"));
    }

    [TestMethod]
    public void Ctrl_c_ends_what_runs_and_what_was_typed()
    {
        ConsoleRig rig = new ConsoleRig();
        Assert.Contains("^C", rig.Type("ver\u0003"));
        Assert.DoesNotContains("protocol", rig.Type("\r"));
    }

    [TestMethod]
    public void Interruptions_are_listed_newest_first()
    {
        ConsoleRig rig = new ConsoleRig();
        rig.Restart();
        rig.Rig.Advance(120000);
        string begun = rig.Type("@l log\r");
        Assert.Contains("{\"incidents\":[{\"seq\":7,", begun);
        Assert.Contains("\"phase\":\"begin\",\"cause\":\"broker\"},", begun);
        Assert.Contains("begin  broker", rig.Type("log\r"));
        rig.Rig.ConnectNow();
        rig.Rig.Advance(60000);
        Assert.Contains("{\"incidents\":[{\"seq\":", rig.Type("@l log\r"));
        Assert.Contains("end    broker", rig.Type("log\r"));
    }
}
