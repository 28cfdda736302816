using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>
/// Which of the client's packet ids stands for which of the core's tokens, until the broker answers. Ids of 16 bits are the
/// client's and wrap; tokens are the core's. Used by the worker, the client's threads and the main loop; its lock is never held
/// while anything else is called.
/// </summary>
internal sealed class PendingPublishes
{
    /// <summary>Most messages that wait for an answer.</summary>
    public const int Slots = Outbox.Slots;

    private readonly object _gate = new object();
    private readonly bool[] _used = new bool[Slots];
    private readonly ushort[] _packetIds = new ushort[Slots];
    private readonly int[] _tokens = new int[Slots];
    private readonly long[] _sinceMs = new long[Slots];

    private int _count;

    /// <summary>Messages that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Remembers a message; false when all slots are taken.</summary>
    /// <param name="packetId">The client's id of it.</param>
    /// <param name="token">The core's.</param>
    /// <param name="nowMs">Monotonic time.</param>
    /// <param name="forgotten">
    /// Token of an older message under the same id, or <see cref="GatewayOutput.NoToken"/>. Its answer could not be told from the
    /// new one's, and a wrong "accepted" would free records that nobody has: it counts as not sent.
    /// </param>
    public bool Add(ushort packetId, int token, long nowMs, out int forgotten)
    {
        lock (_gate)
        {
            forgotten = Remove(packetId, out int older) ? older : GatewayOutput.NoToken;
            for (int i = 0; i < Slots; i++)
            {
                if (!_used[i])
                {
                    _used[i] = true;
                    _packetIds[i] = packetId;
                    _tokens[i] = token;
                    _sinceMs[i] = nowMs;
                    _count++;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The token behind a packet id, which is forgotten; false when nothing waits under it.</summary>
    public bool Take(ushort packetId, out int token)
    {
        lock (_gate)
        {
            return Remove(packetId, out token);
        }
    }

    /// <summary>How long the oldest has waited, in milliseconds; 0 when none waits.</summary>
    public long OldestAgeMs(long nowMs)
    {
        lock (_gate)
        {
            long oldest = 0;
            for (int i = 0; i < Slots; i++)
            {
                long age = _used[i] ? nowMs - _sinceMs[i] : 0;
                oldest = age > oldest ? age : oldest;
            }

            return oldest;
        }
    }

    private bool Remove(ushort packetId, out int token)
    {
        for (int i = 0; i < Slots; i++)
        {
            if (_used[i] && _packetIds[i] == packetId)
            {
                _used[i] = false;
                token = _tokens[i];
                _count--;
                return true;
            }
        }

        token = GatewayOutput.NoToken;
        return false;
    }
}
