using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// <c>login</c>, <c>logout</c> and <c>passwd</c>. The PIN is kept as salt and PBKDF2 hash; wrong ones make the next try wait, also after a restart.
/// </summary>
internal sealed class AccessCommands
{
    /// <summary>PIN of a gateway that nobody has given one.</summary>
    public const string FactoryPin = "123456";

    /// <summary>How long a login lasts without a line.</summary>
    public const int LoginMs = 15 * 60 * 1000;

    private const int SaltDigits = 16;
    private const int MinPin = 6;
    private const int MaxPin = 16;
    private const int FreeTries = 3;
    private const int FirstWaitMs = 5000;
    private const int MaxWaitMs = 15 * 60 * 1000;

    private readonly ConsoleSession _session;
    private readonly ConsoleReply _reply;
    private readonly GatewayConfiguration _configuration;
    private Pbkdf2? _hash;
    private string _salt = string.Empty;
    private long _lockEndsMs;

    public AccessCommands(ConsoleSession session)
    {
        _session = session;
        _reply = session.Reply;
        _configuration = session.Configuration;
        _lockEndsMs = WaitMs();
    }

    public bool Step(int command, int step)
    {
        switch (command)
        {
            case CommandTable.Logout:
                _session.LoginEndsMs = 0;
                return _session.Succeed();

            case CommandTable.Login: return Login(step);
            default: return Change(step);
        }
    }

    private bool Login(int step)
    {
        if (step == 0)
        {
            _hash = null;
            if (_session.NowMs < _lockEndsMs)
            {
                _reply.Field("wait", "等待").Number((_lockEndsMs - _session.NowMs + 999) / 1000).Human(" s", " 秒");
                return _session.Fail("locked", "too many wrong PINs: wait, then try again", "密码错误次数过多，请稍候再试");
            }

            return _session.AskUnlessGiven("PIN: ", "PIN 码：");
        }

        if (_configuration.Pin.Length == 0)
        {
            return Decide(_session.Answer == FactoryPin);
        }

        if (_hash == null)
        {
            _salt = _configuration.Pin.Substring(0, SaltDigits);
            _hash = new Pbkdf2(_session.Answer, _salt);
        }

        return _hash.Step() && Decide(AreEqual(_salt + _hash.Hex(), _configuration.Pin));
    }

    private bool Decide(bool isRight)
    {
        if (isRight)
        {
            _session.LoginEndsMs = _session.NowMs + LoginMs;
            if (_configuration.PinFailures > 0)
            {
                _configuration.SetPin(_configuration.Pin, 0);
            }

            _reply.Field("factoryPin", "出厂 PIN").Flag(_configuration.Pin.Length == 0);
            return _session.Succeed();
        }

        _session.LoginEndsMs = 0;
        _configuration.SetPin(_configuration.Pin, _configuration.PinFailures + 1);
        _lockEndsMs = _session.NowMs + WaitMs();
        return _session.Fail("wrong-pin", "that is not the PIN: try again; after three wrong ones you wait", "PIN 码错误，请重试（错三次后须等待）");
    }

    private bool Change(int step)
    {
        if (step == 0)
        {
            _hash = null;
            return _session.AskUnlessGiven("new PIN (6 to 16 letters or digits): ", "新 PIN 码（6–16 位字母或数字）：");
        }

        if (_hash == null)
        {
            string pin = _session.Answer;
            if (!IsPin(pin) || pin == FactoryPin)
            {
                return _session.Fail("bad-value", "6 to 16 letters or digits, and not the factory's", "须为 6–16 位字母或数字，且不能是出厂 PIN");
            }

            // A salt need not be secret, only another one each time: when somebody types is chance enough.
            string seed = _session.Id + _session.NowMs.ToString() + "/" + _session.Gateway.Journal.Epoch.ToString() + _configuration.Pin;
            Pbkdf2 mixer = new Pbkdf2(pin, seed);
            mixer.Step();
            _salt = mixer.Hex().Substring(0, SaltDigits);
            _hash = new Pbkdf2(pin, _salt);
        }

        if (!_hash.Step())
        {
            return false;
        }

        StoreStatus status = _configuration.SetPin(_salt + _hash.Hex(), 0);
        if (status != StoreStatus.Ok)
        {
            return _session.End(status);
        }

        ConfigurationBody body = new ConfigurationBody();
        body.Actor = GatewayConfiguration.BySerial;
        body.Revision = _configuration.Revision;
        body.Key = "pin";
        Record record = new Record();
        body.Write(record);
        _session.Gateway.TakeRecord(_session.NowMs, record);
        _reply.Say("the PIN is changed", "PIN 码已更改");
        return _session.Succeed();
    }

    private int WaitMs()
    {
        int beyond = _configuration.PinFailures - FreeTries;
        return beyond < 0 ? 0 : beyond > 7 ? MaxWaitMs : FirstWaitMs << beyond;
    }

    private static bool IsPin(string text)
    {
        bool isGood = text.Length >= MinPin && text.Length <= MaxPin;
        for (int i = 0; i < text.Length; i++)
        {
            isGood = isGood && text[i] > ' ' && text[i] < 0x7F;
        }

        return isGood;
    }

    private static bool AreEqual(string one, string other)
    {
        int difference = one.Length ^ other.Length;
        for (int i = 0; i < one.Length && i < other.Length; i++)
        {
            difference |= one[i] ^ other[i];
        }

        return difference == 0;
    }
}
