namespace ZhiSan.Edge.Core.Console;

/// <summary>The lines of a test: each with its verdict and, unless it passed, what to do. Counts them.</summary>
internal sealed class Verdicts
{
    private const int TextColumn = 18;

    private readonly ConsoleReply _reply;

    public Verdicts(ConsoleReply reply)
    {
        _reply = reply;
    }

    public int Passed;

    public int Warned;

    public int Failed;

    /// <summary>The names of what failed, for the journal.</summary>
    public string FailedNames = string.Empty;

    public void Clear()
    {
        Passed = 0;
        Warned = 0;
        Failed = 0;
        FailedNames = string.Empty;
    }

    /// <summary>Reports one step.</summary>
    public void Add(string name, byte verdict, string text, string hint, string hintChinese)
    {
        Passed += verdict == ProbeFinding.Pass ? 1 : 0;
        Warned += verdict == ProbeFinding.Warn ? 1 : 0;
        if (verdict == ProbeFinding.Fail)
        {
            Failed++;
            FailedNames += " " + name;
        }

        string word = verdict == ProbeFinding.Pass ? "pass" : verdict == ProbeFinding.Warn ? "warn" : "FAIL";
        _reply.BeginProgress();
        _reply.Human(word, verdict == ProbeFinding.Pass ? "通过" : verdict == ProbeFinding.Warn ? "注意" : "失败");
        _reply.Cell("test", 5).Text(name);
        _reply.Also("verdict");
        if (_reply.IsMachine)
        {
            _reply.Text(verdict == ProbeFinding.Fail ? "fail" : word);
        }

        _reply.Cell("text", TextColumn).Text(text);
        if (verdict != ProbeFinding.Pass)
        {
            if (!_reply.IsMachine)
            {
                _reply.FreshLine();
                _reply.Raw("     -> ");
            }

            _reply.Also("hint").Text(_reply.SpeaksChinese() ? hintChinese : hint);
        }

        _reply.EndProgress();
    }

    /// <summary>Reports a finding of a probe.</summary>
    public void Add(ProbeFinding finding)
    {
        switch (finding.Step)
        {
            case "dns":
                Add(finding, "name unknown: check broker.host and the network's DNS", "域名无法解析，检查 broker.host 与 DNS");
                break;

            case "tcp":
                Add(finding, "nobody answers: check broker.host, broker.port, firewall", "无法连接，检查地址、端口和防火墙");
                break;

            case "tls":
                Add(finding, "certificate not believed: check clock, broker.ca, broker.host", "证书不被信任，检查时钟与 broker.ca");
                break;

            case "connack":
                Add(finding, "refused: check broker.user and broker.password", "被拒绝，检查用户名和密码");
                break;

            case "publish":
                Add(finding, "not acknowledged: check this user's rights at the broker", "消息未被确认，检查该用户的主题权限");
                break;

            default:
                Add(finding, "check wifi.ssid, wifi.password and the antenna's place", "检查 Wi-Fi 名称、密码和天线位置");
                break;
        }
    }

    /// <summary>The counts, and the end.</summary>
    public bool End()
    {
        _reply.Field("passed", "通过").Number(Passed);
        _reply.Field("warned", "注意").Number(Warned);
        _reply.Field("failed", "失败").Number(Failed);
        _reply.Succeed();
        return true;
    }

    private void Add(ProbeFinding finding, string hint, string hintChinese) =>
        Add(finding.Step, finding.Verdict, finding.Text, hint, hintChinese);
}
