using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Tests.Portable.Support;
using Record = ZhiSan.Edge.Buffering.Records.Record;

namespace ZhiSan.Edge.Tests.Host.Format;

/// <summary>The little journal whose bytes stand in FORMAT.md: one boot, its channels, an anchor, four scans.</summary>
internal static class GoldenJournal
{
    public const uint Epoch = 0x12345678;

    /// <summary>Key bytes 0 to 31.</summary>
    public static byte[] Key
    {
        get
        {
            byte[] key = new byte[32];
            for (int i = 0; i < key.Length; i++)
            {
                key[i] = (byte)i;
            }

            return key;
        }
    }

    /// <summary>Writes it; sealed or with its rows still in the tail.</summary>
    public static MemoryStore Write(bool seal)
    {
        var store = new MemoryStore();
        var journal = new Journal(store, new JournalOptions { MostChannels = 2 }, Key);
        journal.Open(Epoch);
        var record = new Record();
        var channels = new ChannelSetBody(2) { PeriodSeconds = 60 };
        (channels.Names[0], channels.Units[0], channels.Decimals[0]) = ("t", "Cel", 2);
        (channels.Names[1], channels.Units[1], channels.Decimals[1]) = ("h", "%RH", 1);
        channels.Write(record);
        journal.SetChannels(record, 2, 60);
        journal.StartBoot(new BootBody { PreviousStop = StopCause.FirstBoot, Firmware = "1" }, 0);
        new TimeAnchorBody { UptimeMs = 5000, UtcMs = 1_700_000_005_000, Source = 1 }.Write(record);
        record.UptimeSeconds = 5;
        journal.Append(record);
        Scan(journal, record, 60, 2318, 641);
        Scan(journal, record, 120, 2318, 640);
        Scan(journal, record, 179, 2315, null);
        Scan(journal, record, 240, 2315, 652);
        if (seal)
        {
            journal.Seal();
        }

        return store;
    }

    private static void Scan(Journal journal, Record record, int seconds, int temperature, int? humidity)
    {
        record.SetScan(2);
        record.UptimeSeconds = seconds;
        (record.Values[0], record.Qualities[0]) = (temperature, 0);
        if (humidity is { } value)
        {
            (record.Values[1], record.Qualities[1]) = (value, 0);
        }

        journal.Append(record);
    }
}
