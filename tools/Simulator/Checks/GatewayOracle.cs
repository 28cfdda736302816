using System;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// Knows what a gateway's sensors gave and what the gateway promised, and judges by that what the platform commits. It shares no
/// code with what it judges.
/// </summary>
internal sealed class GatewayOracle(string name, SimFlash flash, int mostSegments, Action<string, string, string> violate, Coverage coverage)
{
    // Beyond it the gateway could not journal the time that it was told.
    private const int MostBoundMs = int.MaxValue / 4;

    private readonly Dictionary<uint, EpochTruth> _epochs = [];
    private readonly Dictionary<ulong, (long UtcMs, int BoundMs)> _inDoubt = [];
    private readonly Dictionary<(uint Epoch, uint Boot), byte> _stops = [];
    private readonly Dictionary<(uint Epoch, uint Boot), long> _timed = [];
    private readonly HashSet<(uint Epoch, uint Boot)> _anchored = [];

    /// <summary>Scans that the gateway called durable.</summary>
    public long Durable { get; private set; }

    /// <summary>Records that the platform committed for the first time.</summary>
    public long Stored { get; private set; }

    /// <summary>Whether bytes of the flash were changed by somebody else: then what was durable may be gone.</summary>
    public bool IsDamaged => flash.Damages > 0;

    /// <summary>Whether the flash ever refused a call.</summary>
    public bool WasRefused => flash.Refused > 0;

    /// <summary>The channel set that is configured.</summary>
    public string Channels { get; set; } = "";

    /// <summary>What is known of an epoch.</summary>
    public EpochTruth Epoch(uint epoch)
    {
        if (!_epochs.TryGetValue(epoch, out var truth))
        {
            _epochs[epoch] = truth = new EpochTruth();
        }

        return truth;
    }

    /// <summary>A boot began: how the run before really ended.</summary>
    public void Booted(uint epoch, uint boot, byte previousStop, long durable)
    {
        var truth = Epoch(epoch);
        if (truth.BootOfScan >= boot && !IsDamaged)
        {
            Violate("I2", $"boot {boot} of epoch {epoch} begins after scans of boot {truth.BootOfScan} were durable");
        }

        _stops[(epoch, boot)] = previousStop;

        if (durable < truth.Durable && !IsDamaged)
        {
            Violate("I1", $"started at {durable} after {truth.Durable} was durable");
        }
    }

    /// <summary>The gateway said that a scan is durable.</summary>
    public void Took(uint epoch, uint boot, long number, ulong content, long utcMs, int boundMs)
    {
        Durable++;
        var truth = Epoch(epoch);
        var known = truth[number];
        if ((known.IsDurable || known.IsStored || known.IsCovered) && !IsDamaged)
        {
            Violate("I2", $"{number} of epoch {epoch} was used before and is used again");
        }

        truth[number] = known with { Content = content, UtcMs = utcMs, BoundMs = boundMs };
        truth.Durable = Math.Max(truth.Durable, number);
        truth.BootOfScan = boot;
        if (boundMs > 0 && boundMs < MostBoundMs)
        {
            _timed.TryAdd((epoch, boot), number);
        }
    }

    /// <summary>The gateway did not say that a scan is durable: refused, or the power went meanwhile. It may be stored or not.</summary>
    public void Doubt(ulong content, long utcMs, int boundMs) => _inDoubt[content] = (utcMs, boundMs);

    /// <summary>The platform committed a record.</summary>
    public void Committed(uint epoch, Record record, ulong content)
    {
        var truth = Epoch(epoch);
        var known = truth[record.Sequence];
        if (known.IsStored)
        {
            Violate("once", $"record {record.Sequence} is stored twice");
        }

        Stored++;
        truth[record.Sequence] = known with { IsStored = true };
        if (record.Kind != RecordKind.Scan)
        {
            JudgeEvent(epoch, record, known);
            return;
        }

        if (known.IsDurable ? known.Content != content : !_inDoubt.ContainsKey(content))
        {
            Violate("exact", $"scan {record.Sequence} (boot {record.Boot}, {record.UptimeSeconds} s) is not what the sensors gave");
        }

        if (known.IsCovered && !WasRefused && !IsDamaged && LossOf(truth, record.Sequence) != LossCause.RingFull)
        {
            Violate("I3", $"{record.Sequence} is declared lost and is there");
        }

        JudgeTime(record, known.IsDurable ? (known.UtcMs, known.BoundMs) : _inDoubt.GetValueOrDefault(content));
    }

    /// <summary>The platform committed a record that says that numbers will not come.</summary>
    public void Lost(uint epoch, long first, long last, byte cause, bool isThinned)
    {
        var truth = Epoch(epoch);
        coverage.Reach(isThinned ? "loss thinned" : "loss " + Word(cause));
        JudgeCause(truth, first, last, cause, isThinned);
        truth.Losses.Add((first, last, cause));
        for (var number = first; number <= last; number++)
        {
            truth[number] = truth[number] with { IsCovered = true };
        }
    }

    /// <summary>The platform committed the statistics of a thinned range: every number in them must be one that a sensor may give.</summary>
    public void Thinned(ThinnedBody body)
    {
        for (var i = 0; i < body.ChannelCount; i++)
        {
            var (least, most) = SimSensor.Range(i);
            var isPossible = body.Minima[i] >= least && body.Maxima[i] <= most && body.Means[i] >= body.Minima[i] && body.Means[i] <= body.Maxima[i];
            if (body.Counts[i] > 0 && !isPossible)
            {
                Violate("exact", $"{body.FirstSequence}..{body.LastSequence} are thinned to {body.Counts[i]} values of channel {i} from "
                    + $"{body.Minima[i]} to {body.Maxima[i]}, the sensor gives {least} to {most}");
            }
        }
    }

    /// <summary>The platform committed the definition of a channel set.</summary>
    public void Defined(ChannelSetBody body)
    {
        if (Describe(body) != Channels)
        {
            Violate("configuration", $"channels are said to be {Describe(body)}, configured are {Channels}");
        }
    }

    /// <summary>The platform publishes an acknowledgement.</summary>
    public void Acked(uint epoch, long through)
    {
        var truth = Epoch(epoch);
        truth.Advance();
        if (through > truth.Through)
        {
            Violate("I1", $"acknowledged through {through}, but {truth.Through + 1} is neither stored nor accounted for");
        }

        if (through < truth.Acked)
        {
            Violate("I4", $"the platform acknowledged {truth.Acked} and now {through}");
        }

        truth.Acked = through;
        truth.AckedEver = Math.Max(truth.AckedEver, through);
    }

    /// <summary>The journal holds a durable tombstone of a range.</summary>
    public void Declared(uint epoch, long first, long last) => Epoch(epoch).Tombstones.Add((first, last));

    /// <summary>The gateway takes everything through a number for acknowledged: by the platform, or by tombstones behind that.</summary>
    public void Believed(uint epoch, long acked)
    {
        var truth = Epoch(epoch);
        if (acked > truth.Reach() && !IsDamaged)
        {
            Violate("I3", $"takes {acked} for acknowledged, the platform said {truth.AckedEver}, and there are tombstones through {truth.Reach()}");
        }
    }

    /// <summary>The flash was erased by somebody who had taken out an epoch's records through a number.</summary>
    public void Erased(uint epoch, long through) => Epoch(epoch).ErasedFrom = through + 1;

    /// <summary>The platform's database is gone.</summary>
    public void Forget()
    {
        foreach (var truth in _epochs.Values)
        {
            truth.Forget();
        }
    }

    /// <summary>The end: every number must be stored or accounted for.</summary>
    /// <param name="current">Epoch of the gateway.</param>
    /// <param name="appended">Last number that the gateway gave.</param>
    /// <param name="freed">Last number that the gateway holds no more: what lies behind, a platform that lost its database has again.</param>
    public void JudgeEnd(uint current, long appended, long freed)
    {
        foreach (var (boot, number) in _timed)
        {
            // Damage may take an anchor, and a full ring thins it.
            if (!_anchored.Contains(boot) && Epoch(boot.Epoch)[number].IsStored && !IsDamaged && flash.MostSegments < mostSegments)
            {
                Violate("time", $"the platform cannot know when boot {boot.Boot} was: no anchor, although the gateway was told before scan {number}");
                return;
            }
        }

        foreach (var (epoch, truth) in _epochs)
        {
            truth.Advance();
            var last = epoch == current ? appended : Math.Min(truth.Durable, truth.ErasedFrom - 1);
            for (var number = 1L; number <= last; number++)
            {
                var known = truth[number];
                var mustBe = known.IsDurable || (epoch == current && !WasRefused);
                var wasThere = known.WasThere && (epoch != current || number <= freed);
                if (!known.IsKnown && !wasThere && mustBe && !(IsDamaged && (epoch != current || number < truth.HeldFrom)))
                {
                    Violate("I3", $"{number} of {last} in epoch {epoch} is neither stored nor accounted for");
                    return;
                }
            }
        }
    }

    /// <summary>What identifies a scan: when it was taken and what the sensors gave.</summary>
    public static ulong Content(uint boot, int uptimeSeconds, int channels, int[] values, byte[] qualities)
    {
        var hash = SimRandom.Mix(((ulong)boot << 32) ^ (uint)uptimeSeconds);
        for (var i = 0; i < channels; i++)
        {
            hash = SimRandom.Mix(hash ^ (uint)values[i] ^ ((ulong)qualities[i] << 40));
        }

        return hash | 1;
    }

    /// <summary>A channel set in a line.</summary>
    public static string Describe(ChannelSetBody body)
    {
        var text = body.PeriodSeconds + " s";
        for (var i = 0; i < body.Count; i++)
        {
            text += $", {body.Names[i]} {body.Units[i]} {body.Decimals[i]}";
        }

        return text;
    }

    private static byte LossOf(EpochTruth truth, long number) =>
        truth.Losses.Find(loss => loss.First <= number && number <= loss.Last).Cause;

    private static string Word(byte cause) => cause switch
    {
        LossCause.RingFull => "lost ring full",
        LossCause.Damaged => "lost damaged",
        LossCause.StorageFailed => "lost storage failed",
        LossCause.TornWrite => "lost torn write",
        _ => "lost for a cause that does not exist",
    };

    private void JudgeEvent(uint epoch, Record record, NumberTruth known)
    {
        if (known.IsDurable && !IsDamaged)
        {
            Violate("I2", $"{record.Sequence} was a scan and is a record of kind {record.Kind}");
        }

        if (record.Kind == RecordKind.Boot)
        {
            var body = new BootBody();
            if (body.Read(record))
            {
                JudgeBoot(epoch, body);
            }
        }
        else if (record.Kind == RecordKind.TimeAnchor)
        {
            _anchored.Add((epoch, record.Boot));
        }
        else if (record.Kind == RecordKind.Incident)
        {
            var body = new IncidentBody();
            coverage.Reach("incident " + (body.Read(record) ? Core.Incidents.IncidentCause.Name(body.Cause) : "unreadable"));
        }
    }

    private void JudgeBoot(uint epoch, BootBody body)
    {
        coverage.Reach(body.PreviousStop switch
        {
            StopCause.FirstBoot => "boot after first boot",
            StopCause.Power => "boot after power",
            StopCause.Clean => "boot after clean",
            _ => "boot after something else",
        });
        if (_stops.TryGetValue((epoch, body.Boot), out var truth) && truth <= StopCause.Panic && truth != body.PreviousStop && !IsDamaged && !WasRefused)
        {
            Violate("cause", $"boot {body.Boot} says that the run before ended by {body.PreviousStop}, it was {truth}");
        }
    }

    private void JudgeCause(EpochTruth truth, long first, long last, byte cause, bool isThinned)
    {
        if (cause == LossCause.RingFull || isThinned)
        {
            // The journal counts as well what it does not know to be gone.
            if (flash.MostSegments + flash.GoneUnnoticed < mostSegments)
            {
                Violate("cause", $"{first}..{last} are said to be lost to a full ring, which never was full");
            }

            return;
        }

        if ((cause == LossCause.Damaged && !IsDamaged && !WasRefused) || (cause == LossCause.StorageFailed && !WasRefused && !IsDamaged))
        {
            Violate("cause", $"{first}..{last} are declared '{Word(cause)}', but nothing of the kind happened"
                + Twice(truth, first, last));
            return;
        }

        for (var number = first; number <= last && !IsDamaged; number++)
        {
            var known = truth[number];
            if (known.IsDurable && !(cause == LossCause.Damaged && WasRefused))
            {
                Violate("I1", $"{number} was durable and is declared '{Word(cause)}' ({first}..{last})");
                return;
            }

            if (known.IsStored && !WasRefused)
            {
                Violate("I3", $"{number} is stored and is declared '{Word(cause)}' ({first}..{last})");
                return;
            }
        }
    }

    private static string Twice(EpochTruth truth, long first, long last)
    {
        foreach (var loss in truth.Losses)
        {
            if (loss.First <= last && first <= loss.Last)
            {
                return $"; {loss.First}..{loss.Last} was declared '{Word(loss.Cause)}' before";
            }
        }

        return "";
    }

    private void JudgeTime(Record record, (long UtcMs, int BoundMs) truth)
    {
        // Rows that a start moved out of a tail carry no time: the anchor of their boot tells it.
        if (record.BootUtcMs == 0 || truth.UtcMs == 0)
        {
            return;
        }

        var error = Math.Abs(record.BootUtcMs + (record.UptimeSeconds * 1000L) - truth.UtcMs);
        if (error > truth.BoundMs)
        {
            Violate("time", $"scan {record.Sequence} is {error} ms off, {truth.BoundMs} are the bound");
        }
    }

    private void Violate(string promise, string text) => violate(promise, name, text);
}
