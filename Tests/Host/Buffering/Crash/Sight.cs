using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>Everything that a platform sees when it reads a journal from its first page to its last.</summary>
public sealed class Sight : IRecordVisitor
{
    private readonly LostBody _lost = new();
    private readonly ThinnedBody _thinned = new();
    private long _unsealedFrom;

    /// <summary>Records by number.</summary>
    public Dictionary<long, string> Records { get; } = [];

    /// <summary>Ranges that <c>Lost</c> and <c>Thinned</c> records cover; cause 0 for the latter.</summary>
    public List<(long First, long Last, byte Cause)> Covers { get; } = [];

    /// <summary>Ranges that reading reported damaged.</summary>
    public List<(long First, long Last)> Damaged { get; } = [];

    /// <summary>Promises broken by the bytes themselves.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>Sealed pages whose MAC did not follow from the page before.</summary>
    public int ChainBreaks { get; private set; }

    /// <summary>Pages read.</summary>
    public int Pages { get; private set; }

    /// <summary>What a record says, in a form that can be compared. UTC is left out: a start in between may not know it.</summary>
    public static string Describe(Record record) => record.Kind == RecordKind.Scan
        ? $"scan b{record.Boot} t{record.UptimeSeconds} " + string.Join(',', Enumerable.Range(0, record.ChannelCount)
            .Select(i => record.Qualities[i] == JournalLimits.AbsentQuality ? "-" : $"{record.Values[i]}q{record.Qualities[i]}"))
        : $"event{record.Kind} b{record.Boot} t{record.UptimeSeconds} "
            + Convert.ToHexString(record.Body.AsSpan(0, record.BodyLength));

    /// <summary>Reads all sealed pages from a number on.</summary>
    public static Sight Of(Journal journal, byte[] key, long from = 1)
    {
        var sight = new Sight();
        sight.ReadAll(journal, new PageAuthenticator(key), from, from == 1 && journal.Watermarks.Freed == 0);
        return sight;
    }

    /// <summary>
    /// Reads all sealed pages, and from the files themselves what is durable and not sealed yet: housekeeping goes on after
    /// every seal.
    /// </summary>
    /// <param name="journal">What is read.</param>
    /// <param name="store">Its files.</param>
    /// <param name="key">The gateway's key.</param>
    /// <param name="isWhole">Nothing was ever freed, so that the first page must follow zeros, whatever the journal believes.</param>
    public static Sight OfAll(Journal journal, SimStore store, byte[] key, bool isWhole = false)
    {
        var sight = new Sight();
        sight.ReadAll(journal, new PageAuthenticator(key), 1, isWhole || journal.Watermarks.Freed == 0);
        sight._unsealedFrom = journal.Watermarks.Sealed + 1;
        foreach (string name in store.Names)
        {
            byte[] bytes = store[name];
            if (name[0] == 't')
            {
                sight.ReadTail(bytes);
            }
            else
            {
                sight.ReadOpenPages(bytes, journal.Epoch);
            }
        }

        return sight;
    }

    /// <summary>Whether a tombstone covers a number.</summary>
    public bool IsCovered(long sequence) => Covers.Any(c => c.First <= sequence && sequence <= c.Last);

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        if (record.Sequence < _unsealedFrom)
        {
            return;
        }

        string text = Describe(record);
        if (Records.TryGetValue(record.Sequence, out string? other) && other != text)
        {
            Violations.Add(new Violation("I2", $"{record.Sequence} names '{other}' and '{text}'"));
        }

        Records[record.Sequence] = text;
        if (record.Kind == RecordKind.Lost && _lost.Read(record))
        {
            Covers.Add((_lost.FirstSequence, _lost.LastSequence, _lost.Cause));
        }
        else if (record.Kind == RecordKind.Thinned && _thinned.Read(record))
        {
            Covers.Add((_thinned.FirstSequence, _thinned.LastSequence, 0));
        }
    }

    private void ReadTail(byte[] bytes)
    {
        var tail = new Tail();
        var record = new Record();
        Array.Copy(bytes, tail.Bytes, bytes.Length);
        if (tail.Load(bytes.Length, tail.PeekEpoch(bytes.Length), record, out _))
        {
            tail.Rewind();
            while (tail.ReadNext(record))
            {
                Visit(record);
            }
        }
    }

    private void ReadOpenPages(byte[] bytes, uint epoch)
    {
        var reader = new PageReader(JournalLimits.MaxChannels);
        int offset = RunHeader.Bytes;
        while (reader.Find(bytes, offset, bytes.Length, epoch) == PageStatus.Ok)
        {
            offset = reader.End;
        }

        if (reader.Length > 0)
        {
            reader.Decode(this);
        }
    }

    private void ReadAll(Journal journal, PageAuthenticator authenticator, long from, bool fromBirth)
    {
        byte[] buffer = new byte[JournalLimits.MaxMessageBytes];
        var run = new ReplayRun();

        // As long as nothing was freed, the first page follows zeros.
        byte[]? previousMac = fromBirth ? new byte[JournalLimits.MacBytes] : null;
        for (int i = 0; i < 100_000; i++)
        {
            switch (journal.Read(from, buffer, run))
            {
                case ReplayStatus.Nothing:
                    return;
                case ReplayStatus.Damaged:
                    Damaged.Add((run.FirstSequence, run.LastSequence));
                    break;
                case ReplayStatus.Ok:
                    previousMac = ReadRun(buffer, run, authenticator, previousMac);
                    break;
                default:
                    Violations.Add(new Violation("I5", $"reading {from} failed"));
                    return;
            }

            if (run.LastSequence < from)
            {
                break;
            }

            from = run.LastSequence + 1;
        }

        Violations.Add(new Violation("I5", $"reading does not get beyond {from}"));
    }

    private byte[] ReadRun(byte[] buffer, ReplayRun run, PageAuthenticator authenticator, byte[]? previousMac)
    {
        var reader = new PageReader(JournalLimits.MaxChannels);
        var header = new RunHeader();
        RunHeaderStatus status = header.Read(buffer, 0, run.Length);
        if (status != RunHeaderStatus.Ok)
        {
            Violations.Add(new Violation("I5", $"run header {status}"));
            return [];
        }

        byte[] mac = previousMac ?? (byte[])header.PreviousMac.Clone();
        int offset = RunHeader.Bytes;
        while (offset < run.Length)
        {
            PageStatus page = reader.Find(buffer, offset, run.Length, header.Epoch);
            if (page != PageStatus.Ok)
            {
                Violations.Add(new Violation("I5", $"page at {offset} of a run is {page}"));
                return [];
            }

            ChainBreaks += reader.Verify(authenticator, mac) ? 0 : 1;
            mac = (byte[])reader.Mac.Clone();
            reader.Decode(this);
            Pages++;
            offset = reader.End;
        }

        return mac;
    }
}
