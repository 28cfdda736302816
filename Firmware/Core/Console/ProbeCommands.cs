namespace ZhiSan.Edge.Core.Console;

/// <summary><c>wifi scan</c>, <c>wifi test</c>, <c>broker test</c>: what the host finds out, told line by line. Waits for nothing.</summary>
internal sealed class ProbeCommands
{
    private const int LookAgainMs = 50;
    private const int PatienceMs = 90 * 1000;

    private readonly ConsoleSession _session;
    private readonly ProbeFinding _finding = new ProbeFinding();
    private readonly Verdicts _verdicts;
    private long _endsMs;

    public ProbeCommands(ConsoleSession session)
    {
        _session = session;
        _verdicts = new Verdicts(session.Reply);
    }

    public bool Step(int command, int step)
    {
        if (step == 0)
        {
            _verdicts.Clear();
            _endsMs = _session.NowMs + PatienceMs;
            byte probe = command == CommandTable.BrokerTest ? ProbeFinding.Broker
                : command == CommandTable.WifiTest ? ProbeFinding.WifiTest : ProbeFinding.WifiScan;
            if (_session.Host.BeginProbe(probe))
            {
                return false;
            }

            return probe == ProbeFinding.Broker
                ? _session.Fail("not-here", "not possible here: 'status' shows the link", "本机不支持，status 查看链路")
                : _session.Fail("not-here", "there is no Wi-Fi here: try 'broker test'", "本机没有 Wi-Fi，请用 broker test");
        }

        switch (_session.Host.NextFinding(_finding))
        {
            case ProbeFinding.Found when command == CommandTable.WifiScan:
                _session.Reply.BeginProgress();
                _session.Reply.Cell("ssid", 0).Text(_finding.Step);
                _session.Reply.Cell("dbm", 34).Number(_finding.Number).Human(" dBm", " dBm");
                _session.Reply.EndProgress();
                return false;

            case ProbeFinding.Found:
                _verdicts.Add(_finding);
                return false;

            case ProbeFinding.Done:
                _session.Host.EndProbe();
                return command == CommandTable.WifiScan ? _session.Succeed() : _verdicts.End();

            default:
                _session.WakeMs = _session.NowMs + LookAgainMs;
                if (_session.NowMs < _endsMs)
                {
                    return false;
                }

                _session.Host.EndProbe();
                return _session.Fail("timeout", "no answer in 90 s", "90 秒内无应答");
        }
    }
}
