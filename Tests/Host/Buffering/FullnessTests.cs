using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Buffering;

/// <summary>
/// A ring, a file system and files that have no more room, or are not what they were. On the host: a full ring and all that is read of it
/// do not fit into a device's heap beside the tests.
/// </summary>
public class FullnessTests
{
    private const int Budget = 4;
    private const int Most = 10000;

    [Fact]
    public void A_full_ring_thins_its_oldest_rows_and_accounts_for_every_number()
    {
        JournalRig rig = new JournalRig(1, Budget);
        Assert.True(rig.Scans(9000, 0) == AppendStatus.Durable);
        Assert.True(rig.Journal.Segments <= Budget + 1);
        Assert.True(rig.Journal.Watermarks.Freed > 0);
        Assert.Equal(rig.Journal.Watermarks.Freed, rig.Journal.Watermarks.Acked);

        PlatformView view = Everything(rig);
        Assert.True(view.ThinnedNumbers > 0);
        Assert.Equal(0L, view.DamagedFirst);
        Assert.Equal(8999, view.FirstValues[view.Count - 1]);
        AssertAllAccounted(rig, view);
    }

    [Fact]
    public void Nothing_goes_as_long_as_its_tombstone_is_refused()
    {
        JournalRig rig = new JournalRig(1, Budget);
        int scans = 0;
        while (rig.Journal.Watermarks.Freed == 0)
        {
            rig.Scans(1, scans++);
        }

        rig.Scans(400, scans);
        long freed = rig.Journal.Watermarks.Freed;
        rig.Store.Refusal = StoreStatus.Failed;
        Assert.True(rig.Scans(3000, 0) == AppendStatus.StorageFailed);
        Assert.Equal(freed, rig.Journal.Watermarks.Freed);

        rig.Store.Refusal = StoreStatus.Ok;
        Assert.True(rig.Scans(3000, 0) == AppendStatus.Durable);
        Assert.True(rig.Journal.Watermarks.Freed > freed);
        AssertAllAccounted(rig, Everything(rig));
    }

    [Fact]
    public void What_was_acknowledged_goes_without_a_tombstone_and_only_when_room_is_needed()
    {
        JournalRig rig = new JournalRig(1, Budget);
        for (int i = 0; i < 90; i++)
        {
            rig.Scans(100, i * 100);
            rig.Journal.Seal();
            rig.Journal.Watermarks.MoveSent(rig.Journal.Watermarks.Sealed);
            rig.Journal.Acknowledge(77, rig.Journal.Watermarks.Sealed);
        }

        Assert.True(rig.Journal.Segments >= Budget - 1 && rig.Journal.Segments <= Budget);
        Assert.True(rig.Journal.Watermarks.Freed > 0);
        Assert.True(rig.Journal.Watermarks.Freed < rig.Journal.Watermarks.Acked);
        PlatformView view = Everything(rig);
        Assert.Equal(0L, view.ThinnedNumbers + view.LostNumbers);
        Assert.True(view.IsConsecutiveFrom(rig.Journal.Watermarks.Freed + 1));
    }

    [Fact]
    public void A_file_system_that_is_full_before_the_budget_refuses_and_the_journal_resumes_by_itself()
    {
        JournalRig rig = new JournalRig(1, Budget);
        rig.Scans(100, 0);
        rig.Store.MostBytes = rig.Store.TotalBytes;
        Assert.True(rig.Scans(200, 100) == AppendStatus.StorageFailed);
        Assert.True(rig.Journal.StorageFailing);

        rig.Store.MostBytes = int.MaxValue;
        Assert.True(rig.Scans(100, 300) == AppendStatus.Durable);
        Assert.False(rig.Journal.StorageFailing);
        PlatformView view = Everything(rig);
        Assert.True(view.LostNumbers > 0);
        Assert.Equal(LossCause.StorageFailed, view.LostCause);
        AssertAllAccounted(rig, view);
    }

    [Fact]
    public void A_full_file_system_gives_up_history_before_it_refuses()
    {
        JournalRig rig = new JournalRig(1, 40);
        rig.Scans(2000, 0);
        rig.Journal.Seal();
        rig.Journal.Watermarks.MoveSent(rig.Journal.Watermarks.Sealed);
        rig.Journal.Acknowledge(77, rig.Journal.Watermarks.Sealed);
        rig.Scans(100, 2000);
        rig.Store.MostBytes = rig.Store.TotalBytes;

        Assert.True(rig.Scans(1000, 2100) == AppendStatus.Durable);
        Assert.True(rig.Journal.Watermarks.Freed > 0);
        PlatformView view = Everything(rig);
        Assert.Equal(0L, view.ThinnedNumbers + view.LostNumbers);
        Assert.Equal(3099, view.FirstValues[view.Count - 1]);
    }

    [Fact]
    public void A_segment_that_vanishes_costs_its_own_numbers_and_those_are_named()
    {
        JournalRig rig = new JournalRig(1, 40);
        rig.Scans(5000, 0);
        rig.Journal.Seal();
        rig.Store.Set(Segment(rig, 1), null);

        Assert.True(rig.Scans(100, 5000) == AppendStatus.Durable);
        PlatformView view = Everything(rig);
        long missing = view.DamagedLast - view.DamagedFirst + 1;
        Assert.True(missing > 1);
        Assert.Equal(5099, view.FirstValues[view.Count - 1]);
        Assert.Equal(rig.Journal.Watermarks.Sealed, view.Count + missing);
    }

    [Fact]
    public void Files_without_a_byte_stop_neither_a_start_nor_what_follows()
    {
        JournalRig rig = new JournalRig(1, Budget);
        rig.Scans(300, 0);
        rig.Journal.Seal();
        rig.Store.Set("t0", new byte[0]);
        rig.Store.Set("t3", new byte[0]);
        rig.Store.Set("s/zzza-004d", new byte[0]);
        rig.Restart();

        Assert.True(rig.Scans(300, 300) == AppendStatus.Durable);
        PlatformView view = Everything(rig);
        Assert.Equal(599, view.FirstValues[view.Count - 1]);
        Assert.Equal(0L, view.LostNumbers);
    }

    private static PlatformView Everything(JournalRig rig)
    {
        rig.Journal.Seal();
        return rig.Read(Most);
    }

    // Name of a segment, by age.
    private static string Segment(JournalRig rig, int index)
    {
        rig.Store.List(out string[] names);
        int seen = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i][0] == 's' && seen++ == index)
            {
                return names[i];
            }
        }

        return string.Empty;
    }

    private static void AssertAllAccounted(JournalRig rig, PlatformView view)
    {
        Assert.Equal(rig.Journal.Watermarks.Sealed, view.Count + view.LostNumbers + view.ThinnedNumbers);
    }
}
