using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Buffering;

/// <summary>
/// A flash that refuses most calls for a while, with no link: the journal goes on as soon as it can, with no more segments than before.
/// </summary>
public class FlakyFlashTests
{
    private const int Channels = 4;

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(7, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public void The_journal_resumes_by_itself(int everyNth, bool appendsWork)
    {
        var store = new FlakyStore(new MemoryStore());
        var journal = new Journal(store, new JournalOptions { MostChannels = Channels, SegmentBytes = 800, PageRows = 40, BudgetBytes = 4 * 4096 }, new byte[32]);
        Assert.Equal(StoreStatus.Ok, journal.Open(77));
        var channels = new ZhiSan.Edge.Buffering.Records.Record();
        new ChannelSetBody(Channels) { PeriodSeconds = 60 }.Write(channels);
        journal.SetChannels(channels, Channels, 60);
        Assert.Equal(AppendStatus.Durable, journal.StartBoot(new BootBody(), 0));
        var row = 0;
        var durable = 0;
        for (; row < 400; row++)
        {
            durable += Append(journal, row) ? 1 : 0;
        }

        Assert.Equal(400, durable);
        store.WorksEveryNth = everyNth;
        store.AppendsWork = appendsWork;
        for (; row < 1000; row++)
        {
            Append(journal, row);
        }

        Assert.True(journal.Segments <= journal.MaxSegments + JournalLimits.SpareSegments, $"{journal.Segments} segments");
        store.WorksEveryNth = 1;
        store.AppendsWork = true;
        Assert.True(Append(journal, row++) || Append(journal, row++), "two scans after the flash works again, one is durable");
        for (var i = 0; i < 200; i++)
        {
            Assert.True(Append(journal, row++));
        }

        Assert.True(journal.Segments <= journal.MaxSegments + 1, $"{journal.Segments} segments of {journal.MaxSegments}");
        Assert.Equal(journal.Watermarks.Appended, journal.Watermarks.Durable);
    }

    [Fact]
    public void An_append_that_failed_and_happened_all_the_same_counts_and_the_chain_goes_on()
    {
        var store = new SimStore();
        var journal = new Journal(store, new JournalOptions { MostChannels = Channels }, Script.Key);
        journal.Open(77);
        var channels = new ZhiSan.Edge.Buffering.Records.Record();
        new ChannelSetBody(Channels) { PeriodSeconds = 60 }.Write(channels);
        journal.SetChannels(channels, Channels, 60);
        journal.StartBoot(new BootBody(), 0);
        journal.Seal();
        Append(journal, 1);

        store.Refuse = name => name[0] == 's' ? Refusal.FailedButDone : Refusal.None;
        Assert.Equal(StoreStatus.Ok, journal.Seal());
        store.Refuse = null;
        Append(journal, 2);
        journal.Seal();

        var sight = Sight.OfAll(journal, store, Script.Key);
        Assert.Equal((1, 0), (journal.Segments, sight.ChainBreaks));
        Assert.Equal(journal.Watermarks.Appended, sight.Records.Count);
        Assert.Empty(sight.Covers);
    }

    private static bool Append(Journal journal, int row)
    {
        var record = new ZhiSan.Edge.Buffering.Records.Record { Kind = RecordKind.Scan, UptimeSeconds = row * 60, ChannelCount = Channels };
        for (var i = 0; i < Channels; i++)
        {
            record.Values[i] = (i * 1000) + (row * 7919 % 97);
        }

        return journal.Append(record) == AppendStatus.Durable;
    }

    /// <summary>Of the calls that change something only each n-th works.</summary>
    private sealed class FlakyStore(IStore inner) : IStore
    {
        private int _calls;

        /// <summary>Which calls work; 1 is all.</summary>
        public int WorksEveryNth { get; set; } = 1;

        /// <summary>Whether appends work at all.</summary>
        public bool AppendsWork { get; set; } = true;

        private bool Works => ++_calls % WorksEveryNth == 0;

        public StoreStatus List(out string[] names) => inner.List(out names);

        public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read) =>
            inner.Read(name, fileOffset, buffer, offset, count, out read);

        public StoreStatus Append(string name, byte[] buffer, int offset, int count) =>
            Works && AppendsWork ? inner.Append(name, buffer, offset, count) : StoreStatus.Failed;

        public StoreStatus Write(string name, byte[] buffer, int offset, int count) =>
            Works ? inner.Write(name, buffer, offset, count) : StoreStatus.Failed;

        public StoreStatus Delete(string name) => Works ? inner.Delete(name) : StoreStatus.Failed;
    }
}
