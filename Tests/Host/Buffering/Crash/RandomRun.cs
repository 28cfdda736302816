using System;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>
/// A long life with many starts: the power goes at random calls, the store has spells of trouble. Each start is judged. Ends
/// with a calm phase in which everything must be delivered. Named by its seed.
/// </summary>
public sealed class RandomRun
{
    private const uint Epoch = 0x5EED0002;
    private const int MostSeals = 20;

    private readonly Random _random;
    private readonly Script _script;
    private readonly JournalOptions _options;
    private readonly bool _hasTrouble;
    private readonly Oracle _oracle = new();
    private SimStore _store = new();
    private int _step;

    /// <summary>Makes a run.</summary>
    public RandomRun(int seed, bool hasTrouble)
    {
        _random = new Random(seed);
        _hasTrouble = hasTrouble;
        _script = new Script(seed, seed % 3 != 0);
        _options = Script.Options(3 + (seed % 4));
    }

    /// <summary>Starts judged.</summary>
    public int Cases { get; private set; }

    /// <summary>What was found.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Runs the fault phase and the calm phase.</summary>
    public void Run(int steps)
    {
        while (_step < steps && Violations.Count == 0)
        {
            Live(_step + 1 + _random.Next(200));
            _store = _store.AfterCut();
            Judge();
        }

        Deliver();
    }

    private void Live(int untilStep)
    {
        _store.CutAt = _random.Next(4) == 0 ? _random.Next(12) : _random.Next(250);
        _store.Mode = (CutMode)_random.Next(7);
        int trouble = 0;
        _store.Refuse = name =>
        {
            trouble = trouble > 0 ? trouble - 1 : _hasTrouble && _random.Next(60) == 0 ? _random.Next(25) : 0;
            Refusal refusal = trouble > 0 ? (Refusal)(1 + _random.Next(5)) : Refusal.None;
            _oracle.StorageRefused |= refusal != Refusal.None;
            return refusal;
        };
        int first = _step;
        try
        {
            var journal = new Journal(_store, _options, Script.Key);
            Check(journal.Open(Epoch) == StoreStatus.Ok, "did not start");
            Script.SetChannels(journal, _step);
            journal.StartBoot(new BootBody { Firmware = "0.1.0" }, 3);
            for (; _step < untilStep; _step++)
            {
                foreach (Violation violation in _script.Do(_step, 10 + ((_step - first) * 60), journal, _oracle))
                {
                    Violations.Add(violation.ToString());
                }
            }
        }
        catch (PowerCut)
        {
            _step++;
        }
        catch (InvalidOperationException broken)
        {
            Violations.Add(broken.Message);
        }
    }

    private void Judge()
    {
        Cases++;
        SimStore store = _store.AfterCut();
        Journal journal = Start(store, out Watermarks opened);
        Seal(journal);
        Sight sight = Sight.OfAll(journal, store, Script.Key);
        foreach (Violation violation in _oracle.Judge(opened, sight))
        {
            Violations.Add(violation.ToString());
        }

        _oracle.Learn(sight, opened.Durable);
    }

    // Without trouble everything must come through, and the next start must find nothing to complain of.
    private void Deliver()
    {
        _store.Refuse = null;
        _store.CutAt = -1;
        Journal journal = Start(_store, out _);
        Seal(journal);
        foreach (Violation violation in Script.Deliver(journal, _oracle, false))
        {
            Violations.Add(violation.ToString());
        }

        Check(journal.Watermarks.Acked >= journal.Watermarks.Sealed, "the calm phase did not deliver everything");
        Check(!journal.StorageFailing, "the store works and the journal says it does not");
        _store = _store.AfterCut();
        Judge();
    }

    private Journal Start(SimStore store, out Watermarks opened)
    {
        var journal = new Journal(store, _options, Script.Key);
        Check(journal.Open(Epoch) == StoreStatus.Ok, "did not start");
        opened = new Watermarks();
        opened.Restore(journal.Watermarks.Freed, journal.Watermarks.Acked, journal.Watermarks.Sealed, journal.Watermarks.Durable);
        Script.SetChannels(journal, _step);
        journal.StartBoot(new BootBody { Firmware = "judge" }, 0);
        return journal;
    }

    private void Seal(Journal journal)
    {
        for (int i = 0; i < MostSeals && journal.UnsealedRows > 0; i++)
        {
            Check(journal.Seal() == StoreStatus.Ok, "did not seal");
        }
    }

    private void Check(bool holds, string what)
    {
        if (!holds)
        {
            Violations.Add($"{what} at step {_step}");
        }
    }
}
