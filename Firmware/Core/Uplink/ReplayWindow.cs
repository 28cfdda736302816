using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Core.Uplink;

/// <summary>
/// The messages under way: the only outbox there is. A fixed number of slots, each one message of pages; the next message
/// begins where the last one sent ended. Going back sends everything unacknowledged again, in order.
/// </summary>
public sealed class ReplayWindow
{
    /// <summary>Messages under way at once.</summary>
    public const int Slots = 4;

    private readonly bool[] _used = new bool[Slots];
    private readonly bool[] _done = new bool[Slots];
    private readonly long[] _last = new long[Slots];
    private readonly int[] _order = new int[Slots];
    private int _generation;

    /// <summary>Sequence number from which the next message is read.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>Messages under way.</summary>
    public int InFlight { get; private set; }

    /// <summary>Whether one more message may be sent.</summary>
    public bool HasRoom => InFlight < Slots;

    /// <summary>Begins anew behind the acknowledged watermark; results of older messages no longer count.</summary>
    public void Restart(long acked)
    {
        for (int i = 0; i < Slots; i++)
        {
            _used[i] = false;
        }

        InFlight = 0;
        Next = acked + 1;
        _generation = (_generation + 1) & 0xFFFFFF;
    }

    /// <summary>Passes over numbers that do not exist.</summary>
    public void SkipTo(long next)
    {
        Invariant.Check(next >= Next, "the window moves forward");
        Next = next;
    }

    /// <summary>A message through <paramref name="last"/> is sent; returns its token.</summary>
    public int Send(long last)
    {
        Invariant.Check(HasRoom && last >= Next, "the window has room");
        int slot = 0;
        while (_used[slot])
        {
            slot++;
        }

        _used[slot] = true;
        _done[slot] = false;
        _last[slot] = last;
        _order[InFlight] = slot;
        InFlight++;
        Next = last + 1;
        return (_generation * Slots) + slot;
    }

    /// <summary>
    /// The broker took the message. Returns the last number through which everything sent was taken, or 0 when that did not move.
    /// Late, doubled and unknown tokens change nothing.
    /// </summary>
    public long Complete(int token)
    {
        if (!IsCurrent(token, out int slot))
        {
            return 0;
        }

        _done[slot] = true;
        long through = 0;
        while (InFlight > 0 && _done[_order[0]])
        {
            through = _last[_order[0]];
            _used[_order[0]] = false;
            InFlight--;
            for (int i = 0; i < InFlight; i++)
            {
                _order[i] = _order[i + 1];
            }
        }

        return through;
    }

    /// <summary>Whether a token belongs to a message still under way.</summary>
    public bool IsCurrent(int token, out int slot)
    {
        slot = token & (Slots - 1);
        return token >= 0 && token / Slots == _generation && _used[slot] && !_done[slot];
    }
}
