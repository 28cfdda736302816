using System;
using System.Linq;
using System.Text.Json;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// What a gateway answers to a command. It is not authenticated: whoever may publish for the gateway can write one, so that it
/// explains and never counts.
/// </summary>
/// <param name="Id">Id of the command.</param>
/// <param name="Counter">Counter of the command.</param>
/// <param name="Status"><c>ok</c>, <c>refused</c>, <c>gone</c> or <c>done</c>.</param>
/// <param name="Reason">Why, in a word; empty when there is none.</param>
/// <param name="Cause">Of <c>gone</c>: <c>freed</c>, <c>thinned</c> or <c>lost</c>; else empty.</param>
/// <param name="Epoch">Of <c>gone</c>; else 0.</param>
/// <param name="Range">Of <c>gone</c>; else null.</param>
public sealed record RemoteReply(
    string Id, long Counter, string Status, string Reason, string Cause, uint Epoch, NumberRange? Range)
{
    private const int MaxIdLength = 24;
    private const int MaxReasonLength = 64;

    /// <summary>Reads a reply; null when it is not one.</summary>
    public static RemoteReply? Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > IngestLimits.MaxJsonBytes)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            var status = Text(root, "status", required: true);
            var isGone = status == "gone";
            var reply = new RemoteReply(
                Text(root, "id", required: true),
                root.GetProperty("counter").GetInt64(),
                status,
                Text(root, "reason", required: false),
                Text(root, "cause", isGone),
                isGone ? root.GetProperty("epoch").GetUInt32() : 0,
                isGone ? new NumberRange(root.GetProperty("from").GetInt64(), root.GetProperty("to").GetInt64()) : null);
            return reply.IsValid() ? reply : null;
        }
        catch (Exception exception) when (HeartbeatFacts.IsMalformed(exception))
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name, bool required) =>
        required ? root.GetProperty(name).GetString() ?? ""
        : root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static bool IsWord(string text) =>
        text.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private bool IsValid() =>
        Id.Length is > 0 and <= MaxIdLength && IsWord(Id)
        && Counter is > 0 and <= RemoteCommand.MaxCounter
        && Status is "ok" or "refused" or "gone" or "done"
        && Reason.Length <= MaxReasonLength && IsWord(Reason)
        && (Range is not { } range || (Cause is "freed" or "thinned" or "lost" && Epoch != 0
            && range.First > 0 && range.Last >= range.First && range.Last <= JournalLimits.MaxSequence));
}
