using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Collector;

/// <summary>What the collector itself needs of a heartbeat.</summary>
/// <param name="Epoch">The epoch of the gateway's journal.</param>
/// <param name="Durable">Last number that is on its flash.</param>
/// <param name="Freed">Last number that it no longer holds.</param>
/// <param name="Acked">Last number that it takes for acknowledged: it sends later ones without being asked.</param>
/// <param name="CommandCounter">Counter of the last command that it accepted; 0 when it accepted none.</param>
/// <param name="Text">The whole message.</param>
public sealed record HeartbeatFacts(uint Epoch, long Durable, long Freed, long Acked, long CommandCounter, string Text)
{
    /// <summary>Reads a heartbeat; null when it is not one.</summary>
    public static HeartbeatFacts? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            var seq = root.GetProperty("seq");
            var facts = new HeartbeatFacts(
                root.GetProperty("epoch").GetUInt32(),
                seq.GetProperty("durable").GetInt64(),
                seq.GetProperty("freed").GetInt64(),
                seq.TryGetProperty("acked", out var acked) ? acked.GetInt64() : seq.GetProperty("freed").GetInt64(),
                root.TryGetProperty("cmd", out var counter) ? counter.GetInt64() : 0,
                Encoding.UTF8.GetString(payload.Span));
            var inRange = facts.Epoch != 0 && facts.Freed >= 0 && facts.Freed <= facts.Acked && facts.Acked <= facts.Durable
                && facts.Durable <= JournalLimits.MaxSequence && facts.CommandCounter is >= 0 and <= RemoteCommand.MaxCounter;
            return inRange ? facts : null;
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            return null;
        }
    }

    /// <summary>Whether reading JSON failed because of the JSON.</summary>
    internal static bool IsMalformed(Exception exception) =>
        exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException;
}
