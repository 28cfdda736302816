using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Core.Uplink;

/// <summary>
/// The messages under way: the only outbox there is. A fixed number of slots in the order of sending, each one message of pages.
/// A slot is taken until the message is finished: acknowledged by the platform, or, where the broker's word counts, taken by it.
/// </summary>
/// <remarks>
/// Every sending has a token of its own that never comes again, so that a late, doubled or reordered answer can only ever mean the
/// sending it belongs to. What an adapter's 16-bit packet ids are doing is its own business.
/// </remarks>
public sealed class ReplayWindow
{
    /// <summary>Messages under way at once.</summary>
    public const int Slots = 8;

    private readonly int[] _token = new int[Slots];
    private readonly long[] _first = new long[Slots];
    private readonly long[] _last = new long[Slots];
    private readonly long[] _sentMs = new long[Slots];
    private readonly bool[] _taken = new bool[Slots];

    /// <summary>Sequence number from which the next message is read.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>Messages not finished.</summary>
    public int InFlight { get; private set; }

    /// <summary>
    /// Whether every slot is taken. One message that the broker lost keeps its slot, and those behind it, even when these were taken.
    /// </summary>
    public bool IsFull => InFlight == Slots;

    /// <summary>Messages that the broker has not taken yet.</summary>
    public int Untaken { get; private set; }

    /// <summary>Last number through which everything sent was taken by the broker; below the first message under way when none was.</summary>
    public long TakenThrough
    {
        get
        {
            int i = 0;
            while (i < InFlight && _taken[i])
            {
                i++;
            }

            return i == InFlight ? Next - 1 : _first[i] - 1;
        }
    }

    /// <summary>Begins anew behind a number; answers to older messages no longer count.</summary>
    public void Restart(long behind)
    {
        InFlight = 0;
        Untaken = 0;
        Next = behind + 1;
    }

    /// <summary>Passes over numbers that need no message.</summary>
    public void SkipTo(long next)
    {
        Invariant.Check(next >= Next, "the window moves forward");
        Next = next;
    }

    /// <summary>A message of the given range is sent; a page may begin before the number that is due.</summary>
    public void Send(long first, long last, int token, long nowMs)
    {
        Invariant.Check(InFlight < Slots && last >= Next, "the window has room");
        _token[InFlight] = token;
        _first[InFlight] = first > Next ? first : Next;
        _last[InFlight] = last;
        _sentMs[InFlight] = nowMs;
        _taken[InFlight] = false;
        InFlight++;
        Untaken++;
        Next = last + 1;
    }

    /// <summary>
    /// The broker took a message. Returns how long that took in milliseconds, or -1 when the token is not waited for.
    /// </summary>
    public long Take(int token, long nowMs)
    {
        int slot = Find(token);
        if (slot < 0 || _taken[slot])
        {
            return -1;
        }

        _taken[slot] = true;
        Untaken--;
        return nowMs - _sentMs[slot];
    }

    /// <summary>
    /// A message did not get out: it and those behind it are sent again. False when the token is not waited for.
    /// </summary>
    public bool Refuse(int token)
    {
        int slot = Find(token);
        if (slot < 0 || _taken[slot])
        {
            return false;
        }

        Next = _first[slot];
        for (int i = slot; i < InFlight; i++)
        {
            Untaken -= _taken[i] ? 0 : 1;
        }

        InFlight = slot;
        return true;
    }

    /// <summary>Everything through a number is finished.</summary>
    public void Finish(long through)
    {
        int done = 0;
        while (done < InFlight && _last[done] <= through)
        {
            Untaken -= _taken[done] ? 0 : 1;
            done++;
        }

        InFlight -= done;
        for (int i = 0; i < InFlight; i++)
        {
            _token[i] = _token[i + done];
            _first[i] = _first[i + done];
            _last[i] = _last[i + done];
            _sentMs[i] = _sentMs[i + done];
            _taken[i] = _taken[i + done];
        }

        if (Next <= through)
        {
            Next = through + 1;
        }
    }

    private int Find(int token)
    {
        int slot = InFlight - 1;
        while (slot >= 0 && _token[slot] != token)
        {
            slot--;
        }

        return slot;
    }
}
