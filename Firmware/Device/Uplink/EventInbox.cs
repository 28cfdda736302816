using System;
using System.Threading;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>
/// The one way from the network's threads to the main loop: a locked ring of slots made beforehand. Payloads are copied, so that
/// no buffer of the client is kept alive. Messages from outside can never push out what the gateway must know about its own.
/// </summary>
public sealed class EventInbox
{
    /// <summary>
    /// Slots that messages leave free: results of all messages under way (<see cref="PendingPublishes.Slots"/>), three phases, one up,
    /// one down.
    /// </summary>
    public const int ReservedSlots = PendingPublishes.Slots + 5;

    /// <summary>Slots of the ring.</summary>
    public const int Slots = ReservedSlots + MessageSlots;

    /// <summary>Messages that may wait: only they need a buffer.</summary>
    private const int MessageSlots = 4;

    private readonly object _gate = new object();
    private readonly UplinkEvent[] _ring = new UplinkEvent[Slots];
    private readonly byte[] _nothing = new byte[0];
    private readonly byte[][] _payloads = new byte[MessageSlots][];
    private int _first;
    private int _count;
    private int _firstPayload;
    private int _payloadCount;

    /// <summary>Makes the slots.</summary>
    /// <param name="wake">Set with every event.</param>
    public EventInbox(AutoResetEvent wake)
    {
        Wake = wake;
        for (int i = 0; i < Slots; i++)
        {
            _ring[i] = new UplinkEvent(_nothing);
        }

        for (int i = 0; i < MessageSlots; i++)
        {
            _payloads[i] = new byte[UplinkEvent.MaxPayloadBytes];
        }
    }

    /// <summary>Set when something is there.</summary>
    public AutoResetEvent Wake { get; }

    /// <summary>Events that found no slot. The core's own timeouts make up for them.</summary>
    public int Dropped { get; private set; }

    /// <summary>Connected and subscribed.</summary>
    public void PostUp(int connection)
    {
        lock (_gate)
        {
            Claim(UplinkEventKind.Up, connection, 0);
        }

        Wake.Set();
    }

    /// <summary>The attempt is at another phase.</summary>
    public void PostPhase(int connection, byte phase)
    {
        lock (_gate)
        {
            UplinkEvent? slot = Claim(UplinkEventKind.Phase, connection, 0);
            if (slot != null)
            {
                slot.Cause = phase;
            }
        }

        Wake.Set();
    }

    /// <summary>The connection, or the attempt, failed.</summary>
    public void PostDown(int connection, byte cause, string detail)
    {
        lock (_gate)
        {
            UplinkEvent? slot = Claim(UplinkEventKind.Down, connection, 0);
            if (slot != null)
            {
                slot.Cause = cause;
                slot.Detail = detail;
            }
        }

        Wake.Set();
    }

    /// <summary>A message has a result.</summary>
    public void PostResult(int connection, int token, bool accepted)
    {
        lock (_gate)
        {
            UplinkEvent? slot = Claim(UplinkEventKind.Result, connection, 0);
            if (slot != null)
            {
                slot.Token = token;
                slot.Accepted = accepted;
            }
        }

        Wake.Set();
    }

    /// <summary>A message arrived; its payload is copied.</summary>
    public void PostMessage(int connection, string topic, byte[] payload)
    {
        lock (_gate)
        {
            UplinkEvent? slot = Claim(UplinkEventKind.Message, connection, ReservedSlots);
            if (slot != null)
            {
                bool fits = payload.Length <= UplinkEvent.MaxPayloadBytes;
                slot.Topic = fits ? topic : string.Empty;
                slot.PayloadLength = fits ? payload.Length : 0;
                Array.Copy(payload, _payloads[(_firstPayload + _payloadCount) % MessageSlots], slot.PayloadLength);
                _payloadCount++;
            }
        }

        Wake.Set();
    }

    /// <summary>Takes the oldest event; false when there is none.</summary>
    public bool Take(UplinkEvent into)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return false;
            }

            into.CopyFrom(_ring[_first]);
            if (into.Kind == UplinkEventKind.Message)
            {
                // Both rings are first in, first out.
                Array.Copy(_payloads[_firstPayload], into.Payload, into.PayloadLength);
                _firstPayload = (_firstPayload + 1) % MessageSlots;
                _payloadCount--;
            }

            _first = (_first + 1) % Slots;
            _count--;
            return true;
        }
    }

    private UplinkEvent? Claim(UplinkEventKind kind, int connection, int leaveFree)
    {
        if (_count + leaveFree >= Slots)
        {
            Dropped++;
            return null;
        }

        UplinkEvent slot = _ring[(_first + _count) % Slots];
        _count++;
        slot.Kind = kind;
        slot.Connection = connection;
        slot.PayloadLength = 0;
        return slot;
    }
}
