using System;
using System.Threading;
using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>
/// Hands messages from the main loop to the worker that owns the client: a short locked ring. It is no queue to rely on: what is
/// in it when the connection ends is forgotten, because the core's window sends it again.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Messages with pages at once: each is in the heap until the broker has it, and once more while the client sends it.</summary>
    public const int PagesAtOnce = 3;

    /// <summary>Messages at once: those with pages, and one of each small kind beside them.</summary>
    public const int Slots = PagesAtOnce + 4;

    private readonly object _gate = new object();
    private readonly OutgoingMessage[] _ring = new OutgoingMessage[Slots];
    private readonly byte[] _nothing = new byte[0];
    private int _first;
    private int _count;

    /// <summary>Makes the slots.</summary>
    public Outbox()
    {
        for (int i = 0; i < Slots; i++)
        {
            _ring[i] = new OutgoingMessage();
        }
    }

    /// <summary>Set when something is there, and when the worker shall look around.</summary>
    public AutoResetEvent Signal { get; } = new AutoResetEvent(false);

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _count == 0;
            }
        }
    }

    /// <summary>Copies an output in; false when there is no room.</summary>
    public bool Put(GatewayOutput output, long nowMs)
    {
        lock (_gate)
        {
            if (_count == Slots)
            {
                return false;
            }

            // The one allocation per message outside the client. It belongs to the client: it wants an array of this length.
            byte[] payload = new byte[output.PayloadLength];
            Array.Copy(output.Payload, payload, output.PayloadLength);
            OutgoingMessage slot = _ring[(_first + _count) % Slots];
            slot.Topic = output.Topic;
            slot.Payload = payload;
            slot.Qos = output.Qos;
            slot.Retain = output.Retain;
            slot.Token = output.Token;
            slot.SinceMs = nowMs;
            _count++;
        }

        Signal.Set();
        return true;
    }

    /// <summary>The oldest message, which stays until <see cref="Drop"/>; null when there is none.</summary>
    public OutgoingMessage? Peek()
    {
        lock (_gate)
        {
            return _count == 0 ? null : _ring[_first];
        }
    }

    /// <summary>Forgets the oldest message.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _ring[_first].Payload = _nothing;
            _first = (_first + 1) % Slots;
            _count--;
        }
    }

    /// <summary>How long the oldest message has waited, in milliseconds; 0 when there is none.</summary>
    public long OldestAgeMs(long nowMs)
    {
        lock (_gate)
        {
            return _count == 0 ? 0 : nowMs - _ring[_first].SinceMs;
        }
    }
}
