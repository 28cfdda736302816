using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Core.Commands;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Core;

/// <content>What comes from the platform, and the answers.</content>
public sealed partial class Gateway
{
    /// <summary>Longest command that is looked at, in bytes.</summary>
    public const int MaxCommandBytes = 512;

    private const int ReplySlots = 4;

    // An answer that does not get out in this time is not waited for.
    private const long RebootMs = 10 * 1000;

    private readonly Command _command = new Command();
    private readonly ReplyMessage[] _replies = new ReplyMessage[ReplySlots];
    private readonly ReplayWindow _repair = new ReplayWindow();
    private readonly GoneRanges _gone = new GoneRanges();
    private readonly StateFile _state;
    private readonly byte[] _key;
    private int _replyCount;
    private long _foreignCommandMs;
    private string _lastStatus = string.Empty;
    private string _lastReason = string.Empty;
    private bool _rebootAsked;
    private bool _rebootDue;
    private bool _identifyDue;
    private ISettings? _settings;
    private long _settingsRevision;

    // The replay under way: its command's id, empty when there is none.
    private string _repairId = string.Empty;
    private long _repairCounter;
    private long _repairFrom;
    private long _repairTo;

    /// <summary>What a remote <c>set</c> may change; null refuses it. The options given to the gateway are those in effect until it changes.</summary>
    public ISettings? Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            _settingsRevision = value == null ? 0 : value.Revision;
        }
    }

    /// <summary>A message arrived. Its bytes may be anybody's.</summary>
    public void TakeMessage(long nowMs, string topic, byte[] payload, int length)
    {
        _nowMs = nowMs;
        if (topic == Topics.Command)
        {
            TakeCommand(payload, length);
            return;
        }

        if (topic != Topics.Ack)
        {
            Counters.MessagesRejected++;
            return;
        }

        // An empty retained message is how a topic is cleared.
        if (length == 0)
        {
            return;
        }

        bool understood = _json.TryGetUnsigned(payload, length, "epoch", uint.MaxValue, out long epoch)
            && _json.TryGetUnsigned(payload, length, "through", JournalLimits.MaxSequence, out long through)
            && TakeAck((uint)epoch, through);
        if (!understood)
        {
            Counters.MessagesRejected++;
        }
    }

    private void TakeCommand(byte[] payload, int length)
    {
        if (_link != LinkState.Up || _replyCount == ReplySlots)
        {
            Counters.CommandsRejected++;
            return;
        }

        if (!_command.Read(payload, length, _key, _name))
        {
            Counters.CommandsRejected++;
            _foreignCommandMs = _nowMs;
            return;
        }

        if (_command.Counter == _state.Counter && SameMark())
        {
            // Its answer got lost on the way: the same one again, and nothing is done twice.
            bool unknown = _lastStatus.Length == 0 && _state.Answer == 0;
            Reply(unknown ? "refused" : _lastStatus.Length == 0 ? "ok" : _lastStatus, unknown ? "outcome-unknown" : _lastReason);
            return;
        }

        if (_command.Counter <= _state.Counter)
        {
            Counters.CommandsRejected++;
            Reply("refused", "stale-counter");
            return;
        }

        long before = _state.Counter;
        _state.Counter = _command.Counter;
        _state.Answer = (byte)(_command.Name == "set" ? 0 : 1);
        Array.Copy(_command.Mark, 0, _state.Mark, 0, Command.MarkBytes);
        if (!SaveState())
        {
            // What could be done twice after a power cut is not done at all.
            _state.Counter = before;
            Reply("refused", "storage");
            return;
        }

        Counters.Commands++;
        _lastReason = Act();
        LookAtSettings();
        _lastStatus = _lastReason.Length == 0 ? "ok" : "refused";
        Reply(_lastStatus, _lastReason);
        _heartbeatDue = true;
    }

    // Whoever changed it, from afar or at the cable: what can change without a restart does.
    private void LookAtSettings()
    {
        if (_settings == null || _settings.Revision == _settingsRevision)
        {
            return;
        }

        _settingsRevision = _settings.Revision;
        _settings.ApplyLive(_options);
        if (_deadlines.IsSet(Deadlines.Seal) && _deadlines.At(Deadlines.Seal) > _nowMs + _options.SealAgeMs)
        {
            _deadlines.Set(Deadlines.Seal, _nowMs + _options.SealAgeMs);
        }
    }

    private bool SameMark()
    {
        int difference = 0;
        for (int i = 0; i < Command.MarkBytes; i++)
        {
            difference |= _command.Mark[i] ^ _state.Mark[i];
        }

        return difference == 0;
    }

    // Empty when it is done or begun, else why not.
    private string Act()
    {
        switch (_command.Name)
        {
            case "ping":
                return string.Empty;

            case "identify":
                _identifyDue = true;
                return string.Empty;

            case "reboot":
                _rebootAsked = true;
                _deadlines.Set(Deadlines.Reboot, _nowMs + RebootMs);
                return string.Empty;

            case "replay":
                return BeginRepair();

            case "set":
                return Settings == null ? "no-settings" : Settings.Set(_command.Key, _command.Value);

            default:
                return "unknown-command";
        }
    }

    private string BeginRepair()
    {
        if (_command.Epoch != _journal.Epoch)
        {
            return "other-epoch";
        }

        if (_command.From < 1 || _command.To < _command.From)
        {
            return "bad-range";
        }

        // What was never sent comes by itself.
        if (_command.From > Watermarks.Sent)
        {
            return "not-sent-yet";
        }

        if (_repairId.Length > 0)
        {
            return "busy";
        }

        _repairId = _command.Id;
        _repairCounter = _command.Counter;
        _repairFrom = _command.From;
        _repairTo = _command.To < Watermarks.Sent ? _command.To : Watermarks.Sent;
        _repair.Restart(_command.From - 1);
        return string.Empty;
    }

    // One message, or one word about what is not there any more. Its answers wait for those before them, so that "done" comes last.
    private bool NextRepair(GatewayOutput output)
    {
        if (_repairId.Length == 0 || _replyCount > 0 || _repair.IsFull)
        {
            return false;
        }

        if (_repair.Next > _repairTo)
        {
            if (_repair.InFlight == 0)
            {
                ReplyRange("done", string.Empty, _repairFrom, _repairTo);
                _repairId = string.Empty;
            }

            return false;
        }

        switch (_journal.ReadSome(_repair.Next, _pages, _run))
        {
            case ReplayStatus.Ok when _run.FirstSequence <= _repair.Next:
                SendPages(_repair, output);
                return true;

            case ReplayStatus.Ok:
                TellGone(_run.FirstSequence - 1);
                return false;

            case ReplayStatus.Damaged:
                TellGone(_run.LastSequence);
                return false;

            case ReplayStatus.Nothing:
                TellGone(_repairTo);
                return false;

            case ReplayStatus.Busy:
                Wake(_nowMs);
                return false;

            default:
                Wake(_nowMs + StorageRetryMs);
                return false;
        }
    }

    // An answer is nobody's signature: a platform that lost its database goes past a hole only on the journal's word.
    private void TellGone(long through)
    {
        through = through < _repairTo ? through : _repairTo;
        long first = _repair.Next;
        TellLost(first, through, Watermarks.Freed);
        int range = _gone.Find(first, through, out long last);
        byte cause = range < 0 ? (byte)0 : _gone.Cause(range);
        string word = cause == GoneRanges.Thinned ? "thinned" : cause != 0 ? "lost" : first <= Watermarks.Freed ? "freed" : "lost";
        if (cause == 0 && first <= Watermarks.Freed && last > Watermarks.Freed)
        {
            last = Watermarks.Freed;
        }

        ReplyRange("gone", word, first, last);
        _repair.SkipTo(last + 1);
    }

    private void Reply(string status, string reason)
    {
        ReplyMessage reply = AddReply(_command.Id, _command.Counter, status);
        reply.Reason = reason;
        reply.Cause = string.Empty;
        reply.Epoch = 0;
    }

    private void ReplyRange(string status, string cause, long from, long to)
    {
        ReplyMessage reply = AddReply(_repairId, _repairCounter, status);
        reply.Reason = string.Empty;
        reply.Cause = cause;
        reply.Epoch = _journal.Epoch;
        reply.From = from;
        reply.To = to;
    }

    private ReplyMessage AddReply(string id, long counter, string status)
    {
        ReplyMessage reply = _replies[_replyCount++];
        reply.Id = id;
        reply.Counter = counter;
        reply.Status = status;
        return reply;
    }

    private void RemoveReply()
    {
        ReplyMessage first = _replies[0];
        _replyCount--;
        for (int i = 0; i < _replyCount; i++)
        {
            _replies[i] = _replies[i + 1];
        }

        _replies[_replyCount] = first;
        if (_rebootAsked && _replyCount == 0)
        {
            Reboot();
        }
    }

    private void Reboot()
    {
        _deadlines.Clear(Deadlines.Reboot);
        Stop(_nowMs);
        _rebootDue = true;
    }

    private bool SaveState()
    {
        _state.Epoch = _journal.Epoch;
        _state.Boot = _journal.Boot;
        _stateUnsaved = !_state.Save();
        return !_stateUnsaved;
    }
}
