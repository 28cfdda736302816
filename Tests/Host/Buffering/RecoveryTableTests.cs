using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;
using ZhiSan.Edge.Tests.Host.Format;
using Record = ZhiSan.Edge.Buffering.Records.Record;

namespace ZhiSan.Edge.Tests.Host.Buffering;

/// <summary>FORMAT.md's tables of recovery are what a start does: every state of the tails x the newest segment x the one before.</summary>
public class RecoveryTableTests(ITestOutputHelper output)
{
    private const uint Epoch = 0x5EED0007;
    private const uint OtherEpoch = 0x5EED0F07;
    private const uint NewEpoch = 0x0BAD0007;
    private const int Channels = 2;

    private static readonly JournalOptions Options = new() { SegmentBytes = 1024, BudgetBytes = 64 * 4096, MostChannels = Channels };
    private static readonly string[][] SegmentRows = Table("recovery-segments");
    private static readonly string[][] TailRows = Table("recovery-tails");

    [Fact]
    public void Every_combination_of_states_starts_as_the_tables_say()
    {
        string[] newest = [.. SegmentRows.Select(row => row[0]).Distinct()];
        string[] before = ["open", "sealed", "damaged-end", "none"];
        var used = new HashSet<string>();
        int cases = 0;
        foreach (string newestState in newest)
        {
            foreach (string beforeState in newestState == "none" ? ["none"] : before)
            {
                string[] segments = SegmentRows.First(row => row[0] == newestState && (row[1] == "*" || row[1] == beforeState));
                if (beforeState == "open" && segments[2] == "newest" && newestState != "bad-header")
                {
                    // A segment with an open page has none after it that counts; one that lost its seal is the corruption campaign's.
                    continue;
                }

                used.Add(string.Join(' ', segments));
                foreach (string[] tails in TailRows)
                {
                    if (segments[2] == "none" && (tails[0] is "leftover" or "overlap"))
                    {
                        // Nothing can be on this side of 0.
                        continue;
                    }

                    used.Add(tails[0]);
                    cases++;
                    Judge(newestState, beforeState, segments, tails);
                }
            }
        }

        Assert.Equal(SegmentRows.Length + TailRows.Length, used.Count);
        output.WriteLine($"{cases} combinations");
    }

    private static void Judge(string newest, string before, string[] segments, string[] tails)
    {
        string name = $"tails {tails[0]}, newest {newest}, before {before}";
        SimStore store = Build(newest, before, segments[2], out long end);
        string[] names = [.. store.Names];
        long newestFirst = FirstOfNewest(store);
        MakeTails(store, tails[0], end, out int rows, out long firstRow);
        bool tailCounts = rows > 0;
        if (!tailCounts && newest == "bad-header" && before == "none")
        {
            // Nothing says which epoch its pages belong to.
            (segments, end) = (SegmentRows.First(row => row[0] == "none"), 0);
        }

        bool formatted = segments[2] == "none" && !tailCounts;
        uint epoch = formatted ? NewEpoch : tails[3] == "tail" ? OtherEpoch : Epoch;

        var journal = new Journal(store, Options, Script.Key);
        Assert.True(journal.Open(NewEpoch) == StoreStatus.Ok, name);
        Assert.True(journal.Recovered.Formatted == formatted, name);
        Assert.True(journal.Epoch == epoch, $"{name}: epoch {journal.Epoch:x}");
        int pending = tails[1] switch { "none" => 0, "behind" => rows - 2, _ => rows };
        Assert.True(journal.Recovered.PendingRows == pending, $"{name}: {journal.Recovered.PendingRows} rows pending");

        // A damaged range reaches from what is there to the first row of the tail.
        long heldEnd = tails[3] == "tail" ? 0 : end;
        var damaged = new List<(long, long)>();
        if (before == "none" && segments[2] == "newest" && heldEnd > 0)
        {
            damaged.Add((1, newestFirst - 1));
        }

        if (tails[2] == "damaged" && firstRow > heldEnd + 1)
        {
            damaged.Add((heldEnd + 1, firstRow - 1));
        }

        string countsState = segments[2] == "newest" ? newest : segments[2] == "before" ? before : "none";
        bool torn = tails[2] == "torn" || (countsState == "damaged-end" && tails[3] != "tail");
        long durable = Math.Max(heldEnd, tailCounts ? firstRow + rows - 1 : 0);
        Assert.True(journal.Watermarks.Durable > durable == torn, $"{name}: {journal.Watermarks.Durable} used, {durable} there");

        SetChannels(journal);
        journal.StartBoot(new BootBody { Firmware = "table" }, 0);
        for (int i = 0; i < 20 && journal.UnsealedRows > 0; i++)
        {
            Assert.True(journal.Seal() == StoreStatus.Ok, name);
        }

        Sight sight = Sight.OfAll(journal, store, Script.Key);
        Assert.True(sight.Violations.Count == 0, $"{name}: {string.Join("; ", sight.Violations)}");
        var lost = sight.Covers.Where(cover => cover.Cause == LossCause.Damaged).Select(cover => (cover.First, cover.Last)).ToArray();
        Assert.True(damaged.SequenceEqual(lost), $"{name}: damaged {string.Join(' ', lost)}");
        var tornRanges = sight.Covers.Where(cover => cover.Cause == LossCause.TornWrite).ToArray();
        Assert.True(torn ? tornRanges.Length == 1 && tornRanges[0].First == durable + 1 : tornRanges.Length == 0, $"{name}: torn {string.Join(' ', tornRanges)}");

        string[] begun = [.. store.Names.Where(n => n[0] == 's').Except(names)];
        bool goesOnInNewest = segments[3] == "newest" && tails[3] != "tail";
        Assert.True(goesOnInNewest == (begun.Length == 0), $"{name}: began {string.Join(' ', begun)}");
        for (long number = 1; number <= heldEnd; number++)
        {
            // A page without its seal in a segment after which another counts was damaged, and is told so when it is read.
            bool told = sight.IsCovered(number) || (before == "open" && sight.Damaged.Any(range => range.First <= number && number <= range.Last));
            Assert.True(sight.Records.ContainsKey(number) || told, $"{name}: {number} is gone; damaged {string.Join(' ', sight.Damaged)}; covered {string.Join(' ', sight.Covers)}; {sight.Records.Count} records from {sight.Records.Keys.Min()}");
        }
    }

    // Two segments of one journal, without tails, in the states asked for.
    private static SimStore Build(string newest, string before, string counts, out long end)
    {
        var store = new SimStore();
        var journal = new Journal(store, Options, Script.Key);
        journal.Open(Epoch);
        SetChannels(journal);
        journal.StartBoot(new BootBody { Firmware = "1" }, 0);
        var record = new Record();
        for (int i = 0; journal.Segments < (newest == "none" ? 1 : 2); i++)
        {
            Append(journal, record, i);
        }

        if (newest == "sealed")
        {
            journal.Seal();
        }

        foreach (string tail in store.Names.Where(name => name[0] == 't').ToArray())
        {
            store.Remove(tail);
        }

        string[] names = [.. store.Names.OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)];
        string newestName = names[^1];
        switch (newest)
        {
            case "none":
                store.Remove(newestName);
                end = 0;
                return store;
            case "damaged-end":
                store[newestName] = [.. store[newestName], 0x11, 0x22, 0x33, 0x44, 0x55];
                break;
            case "bad-header":
                store[newestName] = [.. store[newestName][..10], 0xEE, .. store[newestName][11..]];
                break;
            case "unusable":
                store[newestName] = store[newestName][..RunHeader.Bytes];
                break;
        }

        DamageBefore(store, names[0], before);
        end = counts switch { "newest" => EndOf(store, newestName), "before" => EndOf(store, names[0]), _ => 0 };
        return store;
    }

    private static void DamageBefore(SimStore store, string name, string state)
    {
        byte[] bytes = store[name];
        switch (state)
        {
            case "none":
                store.Remove(name);
                break;
            case "open":
                // Without its last seal: how it looks when the page was copied on before it ended.
                store[name] = bytes[..^Chunk.SealBytes];
                break;
            case "damaged-end":
                store[name] = [.. bytes, 0x11, 0x22, 0x33, 0x44, 0x55];
                break;
        }
    }

    private static long FirstOfNewest(SimStore store) => store.Names.Where(name => name[0] == 's').DefaultIfEmpty(string.Empty)
        .Max(name => SegmentName.TryParse(name, out long first, out _) ? first : 0);

    private static long EndOf(SimStore store, string name)
    {
        SegmentName.TryParse(name, out long first, out _);
        var scan = new SegmentScan();
        var page = new PageWriter(
            new PageAuthenticator(Script.Key), new RowCoder(Channels));
        scan.Run(store, name, first, Epoch, new byte[JournalLimits.MaxMessageBytes], page);
        return scan.LastSequence;
    }

    private static void MakeTails(SimStore store, string state, long end, out int rows, out long first)
    {
        rows = state is "none" or "noise" ? 0 : state == "overlap" ? 4 : 3;
        first = state switch { "leftover" => end - 2, "overlap" => end - 1, "gap" => end + 4, _ => end + 1 };
        if (state == "none")
        {
            return;
        }

        if (state == "noise")
        {
            byte[] noise = new byte[40];
            new Random(3).NextBytes(noise);
            store["t0"] = noise;
            return;
        }

        var tail = new Tail();
        var record = new Record();
        for (int i = 0; i < rows; i++)
        {
            FillScan(record, 1000 + (int)(first + i));
            record.Sequence = first + i;
            record.Boot = 1;
            if (i == 0)
            {
                tail.Begin(state == "foreign" ? OtherEpoch : Epoch, record, 0, ChannelSetBody.Id(ChannelSet()), Channels, 60);
            }

            Assert.True(tail.TryAdd(record));
        }

        byte[] bytes = tail.Bytes[..tail.Length];
        store["t0"] = state == "torn" ? [.. bytes, 0x05, 0x10, 0x99, 0x98, 0x97] : bytes;
    }

    private static void Append(Journal journal, Record record, int row)
    {
        FillScan(record, row);
        Assert.Equal(AppendStatus.Durable, journal.Append(record));
    }

    private static void FillScan(Record record, int row)
    {
        record.SetScan(Channels);
        record.UptimeSeconds = 60 + (row * 60);
        for (int i = 0; i < Channels; i++)
        {
            record.Values[i] = (row * 7919 * (i + 1)) % 10007;
            record.Qualities[i] = 0;
        }
    }

    private static Record ChannelSet()
    {
        var record = new Record();
        var body = new ChannelSetBody(Channels) { PeriodSeconds = 60 };
        (body.Names[0], body.Names[1]) = ("a", "b");
        body.Write(record);
        return record;
    }

    private static void SetChannels(Journal journal) => journal.SetChannels(ChannelSet(), Channels, 60);

    private static string[][] Table(string name) =>
        [.. FormatDocument.Block(name).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
