using nanoFramework.TestFramework;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Portable.Buffering;

[TestClass]
public class ReplayTests
{
    private const int PageScans = 8;
    private const int Pages = 5;

    [TestMethod]
    public void Damage_before_what_is_asked_for_costs_nothing_of_it()
    {
        byte[] buffer = new byte[JournalLimits.MaxMessageBytes];
        ReplayRun run = new ReplayRun();
        JournalRig rig = Sealed(out long[] firsts);
        Flip(rig, 60);
        for (int page = 1; page < Pages; page++)
        {
            // A reader that was elsewhere comes from the segment's beginning, through the damage.
            Assert.IsTrue(rig.Journal.Read(rig.Journal.Watermarks.Sealed + 1, buffer, run) == ReplayStatus.Nothing);
            Assert.IsTrue(rig.Journal.Read(firsts[0], buffer, run) == ReplayStatus.Damaged);
            Assert.AreEqual(firsts[1] - 1, run.LastSequence);
            Assert.IsTrue(rig.Journal.Read(firsts[page], buffer, run) == ReplayStatus.Ok);
            Assert.AreEqual(firsts[page], run.FirstSequence);
        }
    }

    // Pages of one segment, each with its scans; the first one has the start's records as well.
    private static JournalRig Sealed(out long[] firsts)
    {
        JournalRig rig = new JournalRig(1, 11);
        firsts = new long[Pages];
        firsts[0] = 1;
        for (int page = 0; page < Pages; page++)
        {
            rig.Scans(PageScans, page * 100);
            rig.Journal.Seal();
            if (page + 1 < Pages)
            {
                firsts[page + 1] = rig.Journal.Watermarks.Sealed + 1;
            }
        }

        return rig;
    }

    private static void Flip(JournalRig rig, int position)
    {
        rig.Store.List(out string[] names);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i][0] == 's')
            {
                rig.Store.Get(names[i])![position] ^= 0x20;
            }
        }
    }
}
