using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>
/// A life of a journal in steps, the same every time: scans with noise, gaps and changing qualities, events short and long, a
/// change of channels, an outage, a link, an outage.
/// </summary>
public sealed class Script
{
    private const int ChannelsChangeAt = 160;
    private const int LinkFrom = 120;
    private const int LinkUntil = 200;
    private const int PeriodSeconds = 60;
    private const int Lap = 320;

    private readonly int _seed;
    private readonly bool _linked;
    private readonly Record _record = new();

    /// <summary>Makes a script.</summary>
    /// <param name="seed">Of the values.</param>
    /// <param name="linked">Whether there is a link in the middle; without it the ring fills and is thinned.</param>
    public Script(int seed, bool linked)
    {
        _seed = seed;
        _linked = linked;
    }

    /// <summary>The gateway's key in all campaigns.</summary>
    public static byte[] Key { get; } = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();

    /// <summary>A segment per 4 KiB block, pages of some forty rows.</summary>
    public static JournalOptions Options(int segments) => new()
    {
        SegmentBytes = 512,
        BudgetBytes = segments * 4096,
        PageRows = 40,
        MostChannels = 4,
    };

    /// <summary>Tells the journal the channels that hold at a step.</summary>
    public static void SetChannels(Journal journal, int step)
    {
        int channels = Channels(step);
        var body = new ChannelSetBody(channels) { PeriodSeconds = PeriodSeconds };
        for (int i = 0; i < channels; i++)
        {
            body.Names[i] = $"channel_{i}";
            body.Units[i] = "Cel";
        }

        var record = new Record();
        body.Write(record);
        journal.SetChannels(record, channels, PeriodSeconds);
    }

    /// <summary>Does one step. Violations are what the journal answers wrongly at once.</summary>
    public IEnumerable<Violation> Do(int step, int uptimeSeconds, Journal journal, Oracle oracle)
    {
        if (step > 0 && Channels(step) != Channels(step - 1))
        {
            SetChannels(journal, step);
        }

        Fill(step, uptimeSeconds);
        oracle.Attempt(_record);
        if (journal.Append(_record) == AppendStatus.Durable)
        {
            oracle.Durable(_record);
        }
        else if (!oracle.StorageRefused)
        {
            yield return new Violation("I1", $"step {step} was refused by a store that works");
        }

        if (journal.Acknowledge(journal.Epoch, journal.Watermarks.Appended + 5) != AckStatus.BeyondSent)
        {
            yield return new Violation("I4", "an acknowledgement beyond what was ever taken was accepted");
        }

        if (_linked && step % Lap is >= LinkFrom and < LinkUntil && step % 15 == 0)
        {
            foreach (Violation violation in Deliver(journal, oracle, step % 45 == 0))
            {
                yield return violation;
            }
        }
    }

    /// <summary>Seals, lets the platform read what is new, and acknowledges it: all, or about half.</summary>
    public static IEnumerable<Violation> Deliver(Journal journal, Oracle oracle, bool half)
    {
        if (journal.Seal() != StoreStatus.Ok && !oracle.StorageRefused)
        {
            yield return new Violation("I1", "a page could not be sealed in a store that works");
        }

        long from = Math.Max(oracle.Acked, journal.Watermarks.Acked) + 1;
        Sight sight = Sight.Of(journal, Key, from);
        foreach (Violation violation in sight.Violations)
        {
            yield return violation;
        }

        if (sight.Records.Count == 0)
        {
            yield break;
        }

        long last = sight.Records.Keys.Max();
        journal.Watermarks.MoveSent(last);
        long through = half && last > from ? (from + last) / 2 : last;
        journal.Acknowledge(journal.Epoch, through);
        oracle.Delivered(sight, through);
    }

    private static int Channels(int step) => step % Lap < ChannelsChangeAt ? 4 : 3;

    private void Fill(int step, int uptimeSeconds)
    {
        var random = new Random((_seed * 100_003) + step);
        _record.UptimeSeconds = uptimeSeconds + (step % 7 == 0 ? 1 : 0);
        switch (step % 40)
        {
            case 9:
                var incident = new IncidentBody { Cause = 3, FirstSequence = step };
                incident.Write(_record);
                break;
            case 23:
                new ConfigurationBody { Actor = 1, Key = "sampling.period", Value = new string('x', 20 + (step % 90)) }.Write(_record);
                break;
            case 31:
                new TimeAnchorBody { UptimeMs = uptimeSeconds * 1000L, UtcMs = 1_700_000_000_000 + (step * 60_000L) }.Write(_record);
                break;
            default:
                FillScan(step, random);
                break;
        }
    }

    private void FillScan(int step, Random random)
    {
        int channels = Channels(step);
        _record.SetScan(channels);
        for (int i = 0; i < channels; i++)
        {
            bool absent = i == 2 && step % 50 is > 20 and < 35;
            _record.Qualities[i] = absent ? JournalLimits.AbsentQuality : (byte)(step % 60 == 17 ? 2 : 0);
            _record.Values[i] = absent ? 0 : i switch
            {
                0 => random.Next(30_000),
                1 => step / 10,
                2 => -step * 1000,
                _ => random.Next(200),
            };
        }
    }
}
