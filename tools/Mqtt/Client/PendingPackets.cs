using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Packet identifiers that wait for an answer: 1 to 65,535, handed out in turn, never one still waiting. An identifier belongs to
/// a message, whose PUBACK becomes an event, or to a request, whose answer completes a task.
/// </summary>
internal sealed class PendingPackets
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, TaskCompletionSource<MqttPacket>?> _waiting = [];
    private ushort _last;
    private Exception? _closed;

    /// <summary>True when all identifiers wait.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == ushort.MaxValue;
            }
        }
    }

    /// <summary>Takes an identifier for a message; false when all wait.</summary>
    public bool TryAddMessage(out ushort packetId) => TryAdd(null, out packetId);

    /// <summary>Takes an identifier for a request.</summary>
    /// <exception cref="InvalidOperationException">All identifiers wait.</exception>
    public (ushort PacketId, Task<MqttPacket> Answer) AddRequest()
    {
        var answer = new TaskCompletionSource<MqttPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryAdd(answer, out var packetId)
            ? (packetId, answer.Task)
            : throw new InvalidOperationException("All 65,535 packet identifiers wait for an answer.");
    }

    /// <summary>Notes a PUBACK; false when no message waits for it.</summary>
    public bool AcknowledgeMessage(ushort packetId)
    {
        lock (_lock)
        {
            return _waiting.TryGetValue(packetId, out var request) && request is null && _waiting.Remove(packetId);
        }
    }

    /// <summary>Notes the answer to a request; false when no request waits for it.</summary>
    public bool AnswerRequest(ushort packetId, MqttPacket answer)
    {
        lock (_lock)
        {
            return _waiting.TryGetValue(packetId, out var request) && request is not null
                && _waiting.Remove(packetId) && request.TrySetResult(answer);
        }
    }

    /// <summary>Ends all waiting requests, and those that still come, with an exception.</summary>
    public void Close(Exception reason)
    {
        lock (_lock)
        {
            _closed = reason;
            foreach (var request in _waiting.Values)
            {
                request?.TrySetException(reason);
            }

            _waiting.Clear();
        }
    }

    private bool TryAdd(TaskCompletionSource<MqttPacket>? request, out ushort packetId)
    {
        lock (_lock)
        {
            packetId = 0;
            if (_waiting.Count == ushort.MaxValue)
            {
                return false;
            }

            do
            {
                _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
            }
            while (!_waiting.TryAdd(_last, request));
            packetId = _last;
            if (_closed is not null)
            {
                _waiting.Remove(packetId);
                request?.TrySetException(_closed);
            }

            return true;
        }
    }
}
