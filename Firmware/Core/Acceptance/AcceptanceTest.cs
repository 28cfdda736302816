using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core.Acceptance;

/// <summary>
/// <c>test</c>: whether the gateway may be left alone. Sensors, flash, clock, Wi-Fi, broker, platform, and a minute of soak; every check with
/// its verdict and, unless it passed, what to do. Goes on in steps: sampling is not disturbed. The result is journaled.
/// </summary>
internal sealed class AcceptanceTest
{
    private const int LookAgainMs = 100;
    private const int SensorPatienceMs = 30 * 1000;
    private const int PlatformPatienceMs = 90 * 1000;
    private const int ProbePatienceMs = 90 * 1000;
    private const int SoakMs = 60 * 1000;

    private readonly ConsoleSession _session;
    private readonly Gateway _gateway;
    private readonly Verdicts _verdicts;
    private readonly ProbeFinding _finding = new ProbeFinding();
    private FlashDrill? _drill;
    private long[] _before = new long[0];
    private int _check;
    private bool _begun;
    private bool _isBrokerLost;
    private long _endsMs;
    private long _mark;
    private long _refused;
    private long _missed;

    public AcceptanceTest(ConsoleSession session)
    {
        _session = session;
        _gateway = session.Gateway;
        _verdicts = new Verdicts(session.Reply);
    }

    public bool Step(int step)
    {
        if (step == 0)
        {
            if (_session.Arguments.Length > 0 && _session.Arguments != "quick")
            {
                return _session.Fail("bad-value", "test, or test quick", "用法：test 或 test quick");
            }

            _verdicts.Clear();
            _check = 0;
            _begun = false;
            _isBrokerLost = false;

            // Somebody stands before it: it does not wait for its turn in the fleet.
            _gateway.ConnectSoon(_session.NowMs);
        }

        bool wasBegun = _begun;
        _begun = true;
        bool isOver = Check(wasBegun);
        if (isOver)
        {
            _check++;
            _begun = false;
        }

        if (_check < 7)
        {
            return false;
        }

        long number = _gateway.TakeNote(
            _session.NowMs, NoteBody.FromAcceptance,
            "acceptance: " + _verdicts.Passed.ToString() + " passed, " + _verdicts.Warned.ToString() + " warned, "
            + _verdicts.Failed.ToString() + " failed" + _verdicts.FailedNames);
        _session.Reply.Field("seq", "记录号").Number(number);
        return _verdicts.End();
    }

    // One step of a check; true when it has given its verdict.
    private bool Check(bool wasBegun)
    {
        switch (_check)
        {
            case 0: return wasBegun ? LookAtSensors() : BeginSensors();
            case 1: return LookAtFlash(wasBegun);
            case 2: return LookAtProbe(wasBegun, ProbeFinding.WifiTest, "wifi");
            case 3: return LookAtBroker(wasBegun);
            case 4: return wasBegun ? LookAtPlatform() : BeginPlatform();

            // Behind the platform: most gateways have the time from the network.
            case 5: return LookAtClock();
            default: return LookAtSoak(wasBegun);
        }
    }

    private bool BeginSensors()
    {
        Sampler? sampler = _gateway.Sampler;
        if (sampler == null || sampler.SensorCount == 0)
        {
            _verdicts.Add("sensor", ProbeFinding.Fail, string.Empty, "none: config set sensor1 ...", "没有传感器，请设置 sensor1");
            return true;
        }

        _before = new long[sampler.SensorCount];
        for (int i = 0; i < _before.Length; i++)
        {
            _before[i] = Measured(sampler.GetHealth(i));
            sampler.MeasureSoon(i, _session.NowMs);
        }

        WaitUntil(SensorPatienceMs);
        _mark = _session.NowMs;
        return false;
    }

    private bool LookAtSensors()
    {
        Sampler sampler = _gateway.Sampler!;
        bool isAll = true;
        for (int i = 0; i < _before.Length; i++)
        {
            isAll = isAll && Measured(sampler.GetHealth(i)) > _before[i];
        }

        if (!isAll && StillWaits())
        {
            return false;
        }

        for (int i = 0; i < _before.Length; i++)
        {
            SensorHealth health = sampler.GetHealth(i);
            string id = sampler.GetSensor(i).Id;
            if (Measured(health) == _before[i] || health.ConsecutiveFailures > 0)
            {
                _verdicts.Add("sensor", ProbeFinding.Fail, id + " " + health.LastError, "does not answer: check wiring, supply, sensor key", "无应答，检查接线、供电和传感器配置");
            }
            else if (health.LastGoodMs < _mark - Sampler.LateToleranceMs)
            {
                _verdicts.Add("sensor", ProbeFinding.Warn, id, "answers, but not plausibly: look at 'sensors'", "读数可疑，请查看 sensors");
            }
            else
            {
                _verdicts.Add("sensor", ProbeFinding.Pass, id, string.Empty, string.Empty);
            }
        }

        return true;
    }

    private bool LookAtFlash(bool wasBegun)
    {
        if (!wasBegun)
        {
            _drill = new FlashDrill(_session.Configuration.Store);
        }

        if (!_drill!.Step())
        {
            return false;
        }

        bool isGood = _drill.IsGood && !_gateway.Journal.StorageFailing;
        _drill = null;
        _verdicts.Add("flash", isGood ? ProbeFinding.Pass : ProbeFinding.Fail, "scratch file x0", "flash refuses or forgets: change the module or the card", "闪存读写失败，请更换模块或存储卡");
        return true;
    }

    private bool LookAtClock()
    {
        bool isKnown = _gateway.BootUtcMs != 0;
        _verdicts.Add("clock", isKnown ? ProbeFinding.Pass : ProbeFinding.Warn, string.Empty, "time unknown: comes with the network, or 'time set'", "时间未知，联网后获得，或用 time set 设置");
        return true;
    }

    private bool LookAtBroker(bool wasBegun)
    {
        int failed = _verdicts.Failed;
        bool isOver = LookAtProbe(wasBegun, ProbeFinding.Broker, "broker");
        _isBrokerLost = _isBrokerLost || _verdicts.Failed > failed;
        return isOver;
    }

    private bool LookAtProbe(bool wasBegun, byte probe, string name)
    {
        if (!wasBegun)
        {
            if (!_session.Host.BeginProbe(probe))
            {
                // A cabled network has no Wi-Fi to test; a broker that is connected is proof enough.
                bool isFine = probe == ProbeFinding.Broker
                    ? _gateway.Link == LinkState.Up : _session.Configuration.Saved(ConfigurationKeys.Network) == "none";
                string text = isFine && probe == ProbeFinding.WifiTest ? "network none" : string.Empty;
                _verdicts.Add(name, isFine ? ProbeFinding.Pass : ProbeFinding.Warn, text, "cannot be tested here", "本机无法测试");
                return true;
            }

            WaitUntil(ProbePatienceMs);
            return false;
        }

        switch (_session.Host.NextFinding(_finding))
        {
            case ProbeFinding.Found:
                _verdicts.Add(_finding);
                return false;

            case ProbeFinding.Done:
                _session.Host.EndProbe();
                return true;

            default:
                if (StillWaits())
                {
                    return false;
                }

                _session.Host.EndProbe();
                _verdicts.Add(name, ProbeFinding.Fail, string.Empty, "no answer in 90 s", "90 秒内无应答");
                return true;
        }
    }

    private bool BeginPlatform()
    {
        _mark = _gateway.TakeNote(_session.NowMs, NoteBody.FromAcceptance, "acceptance: begins");
        _gateway.ConnectSoon(_session.NowMs);
        _gateway.SealSoon();
        WaitUntil(PlatformPatienceMs);
        return false;
    }

    private bool LookAtPlatform()
    {
        // Where the broker cannot be reached, nothing can come of waiting.
        bool isAcked = _mark > 0 && _gateway.Watermarks.Acked >= _mark;
        bool mayCome = _mark > 0 && (_gateway.Link == LinkState.Up || !_isBrokerLost);
        if (!isAcked && mayCome && StillWaits())
        {
            return false;
        }

        _verdicts.Add(
            "platform", isAcked ? ProbeFinding.Pass : ProbeFinding.Fail, _session.LinkName,
            "no acknowledgement: is the collector running, and has it this gateway's key?", "未收到确认，检查平台服务及设备密钥");
        return true;
    }

    private bool LookAtSoak(bool wasBegun)
    {
        GatewayCounters counters = _gateway.Counters;
        Sampler? sampler = _gateway.Sampler;
        if (_session.Argument(0) == "quick")
        {
            _verdicts.Add("soak", ProbeFinding.Warn, "0 s", "left out: run 'test' once in full", "已跳过，请完整运行一次 test");
            return true;
        }

        if (!wasBegun)
        {
            _mark = counters.Scans;
            _refused = counters.ScansRefused;
            _missed = sampler == null ? 0 : sampler.MissedSlots + sampler.Timeouts;
            WaitUntil(SoakMs);
            return false;
        }

        if (StillWaits())
        {
            return false;
        }

        long scans = counters.Scans - _mark;
        int period = _gateway.Options.PeriodSeconds;
        long expected = period == 0 ? 0 : SoakMs / 1000 / period;
        bool isBad = counters.ScansRefused > _refused || _gateway.Journal.StorageFailing || scans < expected - 1
            || (sampler != null && sampler.MissedSlots + sampler.Timeouts > _missed);
        byte verdict = isBad ? ProbeFinding.Fail : scans == 0 ? ProbeFinding.Warn : ProbeFinding.Pass;
        _verdicts.Add(
            "soak", verdict, scans.ToString() + " scans in 60 s",
            scans == 0 && !isBad ? "none was due in 60 s" : "scans are lost: look at 'sensors' and 'buffer'",
            scans == 0 && !isBad ? "60 秒内无采样任务" : "采样丢失，请查看 sensors 和 buffer");
        return true;
    }

    private void WaitUntil(int patienceMs)
    {
        _endsMs = _session.NowMs + patienceMs;
        _session.WakeMs = _session.NowMs + LookAgainMs;
    }

    private bool StillWaits()
    {
        _session.WakeMs = _session.NowMs + LookAgainMs;
        return _session.NowMs < _endsMs;
    }

    private static long Measured(SensorHealth health) => health.Readings + health.Failures;
}
