using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// <c>evacuate</c>: the journal's pages over the cable, in runs as they are published on <c>pages</c>, each as one line of the @-form
/// with base64. The last answer carries a MAC over how far they go, so that no end can be cut off unnoticed.
/// </summary>
internal sealed class EvacuateCommand
{
    private const int StepBytes = 480;
    private const int BytesPerSegment = 15000;

    private readonly ConsoleSession _session;
    private readonly ConsoleReply _reply;
    private readonly ReplayRun _run = new ReplayRun();
    private byte[] _pages = new byte[0];
    private long _from;
    private long _next;
    private long _through;
    private int _runs;
    private int _lines;
    private int _at;
    private int _length;

    public EvacuateCommand(ConsoleSession session)
    {
        _session = session;
        _reply = session.Reply;
    }

    public bool Step(int step)
    {
        if (step == 0)
        {
            return Begin();
        }

        if (_at < _length)
        {
            Send();
            return false;
        }

        if (_next > _through)
        {
            return End();
        }

        switch (_session.Gateway.Journal.ReadSome(_next, _pages, _run))
        {
            case ReplayStatus.Ok when _run.FirstSequence <= _through:
                _reply.BeginProgress();
                Range().Field("bytes", string.Empty).Number(_run.Length);
                _reply.Field("run", string.Empty).Raw("\"");
                _at = 0;
                _length = _run.Length;
                return false;

            case ReplayStatus.Damaged:
                _reply.BeginProgress();
                Range().Field("lost", string.Empty).Text("damaged");
                _reply.EndProgress();
                _next = _run.LastSequence + 1;
                return false;

            case ReplayStatus.Busy:
                return false;

            case ReplayStatus.StoreFailed:
                return _session.End(StoreStatus.Failed);

            default:
                return End();
        }
    }

    private bool Begin()
    {
        Gateway gateway = _session.Gateway;
        Watermarks marks = gateway.Watermarks;
        string word = _session.Argument(0);
        long from = CommandLine.Number(_session.Argument(1), JournalLimits.MaxSequence);
        bool isGood = word.Length == 0 || word == "all" || (word == "from" && from >= 0);
        if (!_reply.IsMachine || !gateway.IsStarted || !isGood)
        {
            return !_reply.IsMachine
                ? _session.Fail("machine-only", "on the laptop: 'zhisan evacuate --port ...'", "请在电脑上运行 zhisan evacuate")
                : isGood
                    ? _session.Fail("not-provisioned", "nothing is recorded yet", "尚无记录")
                    : _session.Fail("bad-value", "evacuate, evacuate all, or evacuate from <number>", "用法：evacuate [all/from <序号>]");
        }

        StoreStatus status = gateway.SealNow();
        if (status != StoreStatus.Ok)
        {
            return _session.End(status);
        }

        _pages = new byte[gateway.Journal.MessageBytes];
        _next = word.Length == 0 ? marks.Acked + 1 : word == "all" ? marks.Freed + 1 : from;
        _next = _next <= marks.Freed ? marks.Freed + 1 : _next;
        _from = _next;
        _through = marks.Sealed;
        _runs = 0;
        _lines = 0;
        _at = 0;
        _length = 0;

        // An estimate: how much lies in a part of the ring is known only by reading it.
        long held = marks.Sealed - marks.Freed;
        long wanted = _next > _through ? 0 : _through - _next + 1;
        long bytes = held <= 0 ? 0 : gateway.Journal.Segments * BytesPerSegment * wanted / held;
        _reply.BeginProgress();
        _reply.Field("runs", string.Empty).Number((bytes / _pages.Length) + 1).Field("bytes", string.Empty).Number(bytes);
        _reply.Field("first", string.Empty).Number(_next).Field("through", string.Empty).Number(_through);
        _reply.Field("epoch", string.Empty).Number(gateway.Journal.Epoch);
        _reply.EndProgress();
        return false;
    }

    private ConsoleReply Range() =>
        _reply.Field("n", string.Empty).Number(++_lines).Field("first", string.Empty).Number(_run.FirstSequence).Field("last", string.Empty).Number(_run.LastSequence);

    private void Send()
    {
        int count = _length - _at;
        count = count > StepBytes ? StepBytes : count;
        _reply.Base64(_pages, _at, count);
        _at += count;
        if (_at == _length)
        {
            _reply.Raw("\"");
            _reply.EndProgress();
            _runs++;
            _next = _run.LastSequence + 1;
            _session.Gateway.NoteEvacuated(_from, _run.LastSequence);
        }
    }

    private bool End()
    {
        uint epoch = _session.Gateway.Journal.Epoch;
        string what = "zhisan-evacuation-v1\n" + _session.Id + "\n" + epoch.ToString() + "\n" + _through.ToString();
        _pages = new byte[0];
        _reply.Field("runs", string.Empty).Number(_runs).Field("epoch", string.Empty).Number(epoch);
        _reply.Field("through", string.Empty).Number(_through);
        _reply.Field("mac", string.Empty).Text(Hmac.Hex(_session.Configuration.DeviceKey(), what));
        return _session.Succeed();
    }
}
