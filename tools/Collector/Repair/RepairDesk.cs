using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Finds what is missing and will not come by itself, and asks for it: one range per gateway at a time, a few gateways at once,
/// ever more rarely where it does not help. Everything about a request is committed before it is sent. No network, no timers: who
/// owns it calls <see cref="Due"/> now and then. Not thread-safe.
/// </summary>
internal sealed class RepairDesk(KeyRing keys, ICollectorStore store, RepairPacing pacing, TimeProvider clock)
{
    private const string IdPrefix = "r-";
    private const int MostHoles = 64;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>When to look at a gateway again; who is not in it has no holes that could be asked for.</summary>
    private readonly Dictionary<GatewayId, long> _looks = [];
    private readonly Dictionary<GatewayId, long> _heard = [];
    private readonly HashSet<GatewayId> _asked = [];
    private readonly Dictionary<GatewayId, NumberRange> _openRequests = [];
    private readonly Dictionary<GatewayId, (long First, long SinceMs)> _firstHoles = [];

    /// <summary>Commands sent.</summary>
    public long Requests { get; private set; }

    /// <summary>Something about the gateway is new.</summary>
    public void Note(GatewayId id)
    {
        var soon = NowMs() + (long)Settling.TotalMilliseconds;
        _looks[id] = Math.Min(_looks.GetValueOrDefault(id, soon), soon);
    }

    /// <summary>
    /// Pages of the gateway came. A replay that is under way is alive if they belong to it: a gateway whose request got lost goes on
    /// sending what is newer.
    /// </summary>
    public void NotePages(GatewayId id, NumberRange range)
    {
        if (_openRequests.TryGetValue(id, out var asked) && range.First <= asked.Last && range.Last >= asked.First)
        {
            _heard[id] = NowMs();
        }

        Note(id);
    }

    /// <summary>What to ask now. It is committed when it is returned.</summary>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public IReadOnlyList<MqttMessage> Due()
    {
        var nowMs = NowMs();
        var due = new List<GatewayId>();
        foreach (var (id, lookMs) in _looks)
        {
            if (lookMs <= nowMs)
            {
                due.Add(id);
            }
        }

        var messages = new List<MqttMessage>();
        foreach (var id in due)
        {
            var again = Look(id, nowMs, messages);
            if (again is { } ms)
            {
                _looks[id] = Math.Max(ms, nowMs + (long)Settling.TotalMilliseconds);
            }
            else
            {
                _looks.Remove(id);
                _firstHoles.Remove(id);
            }
        }

        return messages;
    }

    /// <summary>Takes an answer. Answers to commands of others are not looked at.</summary>
    /// <returns>Null when it was taken.</returns>
    /// <exception cref="CollectorStoreException">The store failed.</exception>
    public Rejection? TakeReply(GatewayId id, ReadOnlyMemory<byte> payload)
    {
        using var transaction = store.Begin();
        var rejection = TakeReply(transaction, id, payload);
        if (rejection is not null)
        {
            transaction.CountRejection(id, rejection, NowMs());
        }

        transaction.Commit();
        return rejection;
    }

    private Rejection? TakeReply(ICollectorTransaction transaction, GatewayId id, ReadOnlyMemory<byte> payload)
    {
        if (keys.Find(id) is null)
        {
            return new Rejection(RejectionReason.UnknownGateway, $"{payload.Length} bytes");
        }

        if (RemoteReply.Read(payload) is not { } reply)
        {
            return new Rejection(RejectionReason.Reply, $"{payload.Length} bytes");
        }

        if (!reply.Id.StartsWith(IdPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var number = transaction.GatewayNumber(id);
        if (transaction.FindRepair(number)?.Last is not { } last || last.Id != reply.Id || last.Counter != reply.Counter)
        {
            return new Rejection(RejectionReason.ForeignReply, $"an answer to {reply.Id}, which is not the last request");
        }

        if (!last.IsOpen)
        {
            return null; // The broker may deliver an answer twice.
        }

        if (reply.Range is { } range)
        {
            return TakeGone(transaction, new EpochKey(number, last.Epoch), last, reply, range);
        }

        transaction.SaveRepair(number, last with { Status = reply.Status, Reason = reply.Reason, HeardMs = NowMs() });
        _looks[id] = NowMs();
        if (reply.Status is not "ok")
        {
            _asked.Remove(id);
        }

        return null;
    }

    private Rejection? TakeGone(ICollectorTransaction transaction, EpochKey key, RepairState last, RemoteReply reply, NumberRange range)
    {
        if (reply.Epoch != last.Epoch || range.First > last.Range.Last || range.Last < last.Range.First)
        {
            return new Rejection(RejectionReason.ForeignReply, $"gone {range.First}..{range.Last} was not asked for");
        }

        var inside = new NumberRange(Math.Max(range.First, last.Range.First), Math.Min(range.Last, last.Range.Last));
        var times = 1 + (transaction.Gone(key).FirstOrDefault(gone => gone.Range == inside)?.Times ?? 0);
        var wait = RepairPacing.BackoffMs(pacing.GoneBackoff, pacing.GoneBackoff * 24, times);
        transaction.SaveGone(key, new GoneRange(inside, reply.Cause, times, NowMs() + wait));
        transaction.SaveRepair(key.GatewayNumber, last with { HeardMs = NowMs() });
        return null;
    }

    // When to look again, or null when there is nothing to wait for.
    private long? Look(GatewayId id, long nowMs, List<MqttMessage> messages)
    {
        if (keys.Find(id) is not { } deviceKey)
        {
            return null;
        }

        using var transaction = store.Begin();
        var number = transaction.GatewayNumber(id);
        if (transaction.FindRepair(number) is not { IsOnline: true, Epoch: not 0 } view)
        {
            transaction.Commit();
            return Free(id);
        }

        if (view.Last is { IsOpen: true } open)
        {
            _openRequests[id] = open.Range;
        }

        var key = new EpochKey(number, view.Epoch);
        var again = long.MaxValue;
        if (FirstHole(transaction, key, view, nowMs, ref again) is not { } hole)
        {
            transaction.Commit();
            Free(id);
            return again == long.MaxValue ? null : again;
        }

        if (WaitFor(id, view, hole, nowMs) is { } untilMs)
        {
            transaction.Commit();
            return untilMs;
        }

        var command = Ask(transaction, id, view, hole, nowMs);
        transaction.Commit();
        _asked.Add(id);
        _openRequests[id] = command.Range;
        _heard.Remove(id);
        Requests++;
        messages.Add(command.ToMqtt(deviceKey));
        return nowMs + (long)pacing.AnswerPatience.TotalMilliseconds;
    }

    private long? Free(GatewayId id)
    {
        _asked.Remove(id);
        return null;
    }

    private static NumberRange? FirstHole(ICollectorTransaction transaction, EpochKey key, RepairView view, long nowMs, ref long again)
    {
        var state = transaction.FindEpoch(key);
        var above = Math.Max(view.Freed, Math.Max(state?.Through ?? 0, (state?.HeldFrom ?? 1) - 1));
        var gone = transaction.Gone(key);
        foreach (var hole in transaction.Holes(key, above, view.Acked, MostHoles))
        {
            var rest = hole;
            foreach (var range in gone.Where(range => range.Range.First <= hole.Last && range.Range.Last >= hole.First))
            {
                if (range.AgainMs <= nowMs)
                {
                    continue;
                }

                again = Math.Min(again, range.AgainMs);
                if (range.Range.First > rest.First)
                {
                    return new NumberRange(rest.First, range.Range.First - 1);
                }

                rest = new NumberRange(Math.Max(rest.First, range.Range.Last + 1), rest.Last);
            }

            if (rest.Count > 0)
            {
                return rest;
            }
        }

        return null;
    }

    // Why not now: an answer is awaited, the gateway may still send it by itself, it was asked for just now, or too many are asked.
    private long? WaitFor(GatewayId id, RepairView view, NumberRange hole, long nowMs)
    {
        var last = view.Last?.Epoch == view.Epoch ? view.Last : null;
        var heardMs = Math.Max(last?.HeardMs ?? 0, _heard.GetValueOrDefault(id));
        var untilMs = heardMs + (long)pacing.AnswerPatience.TotalMilliseconds;
        if (last is { IsOpen: true } && untilMs > nowMs)
        {
            return untilMs;
        }

        _asked.Remove(id);
        if (hole.First > view.Acked)
        {
            if (!_firstHoles.TryGetValue(id, out var seen) || seen.First != hole.First)
            {
                _firstHoles[id] = seen = (hole.First, nowMs);
            }

            untilMs = seen.SinceMs + (long)pacing.ResendPatience.TotalMilliseconds;
            if (untilMs > nowMs)
            {
                return untilMs;
            }
        }

        if (last?.Range.First == hole.First && last.NextMs > nowMs)
        {
            return last.NextMs;
        }

        return _asked.Count >= pacing.MostAtOnce ? nowMs : null;
    }

    private RemoteCommand Ask(ICollectorTransaction transaction, GatewayId id, RepairView view, NumberRange hole, long nowMs)
    {
        var counter = CommandCounter.Next(view.Counter, view.HeartbeatCounter, nowMs);
        var range = new NumberRange(hole.First, Math.Min(hole.Last, hole.First + pacing.MostNumbers - 1));
        var attempts = view.Last is { } last && last.Epoch == view.Epoch && last.Range.First == hole.First ? last.Attempts + 1 : 1;
        var command = new RemoteCommand(id, string.Create(null, $"{IdPrefix}{counter}"), counter, "replay") { Epoch = view.Epoch, Range = range };
        transaction.SaveCommandCounter(view.GatewayNumber, counter);
        transaction.SaveRepair(
            view.GatewayNumber,
            new RepairState
            {
                Id = command.Id,
                Counter = counter,
                Epoch = view.Epoch,
                Range = range,
                Status = "asked",
                Reason = "",
                Attempts = attempts,
                HeardMs = nowMs,
                NextMs = nowMs + RepairPacing.BackoffMs(pacing.FirstBackoff, pacing.LongestBackoff, attempts),
            });
        return command;
    }

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
