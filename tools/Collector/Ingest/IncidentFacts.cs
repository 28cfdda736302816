using System;
using System.Text;
using System.Text.Json;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Collector;

/// <summary>An incident message: a preview of an incident record.</summary>
/// <param name="Epoch">Epoch of the record.</param>
/// <param name="Sequence">Number of the record.</param>
/// <param name="Phase"><c>begin</c> or <c>end</c>.</param>
/// <param name="Cause">The cause in a word.</param>
/// <param name="Text">The whole message.</param>
public sealed record IncidentFacts(uint Epoch, long Sequence, string Phase, string Cause, string Text)
{
    private const int MaxCauseLength = 32;

    /// <summary>Reads an incident message; null when it is not one.</summary>
    public static IncidentFacts? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            var facts = new IncidentFacts(
                root.GetProperty("epoch").GetUInt32(),
                root.GetProperty("seq").GetInt64(),
                root.GetProperty("phase").GetString() ?? "",
                root.GetProperty("cause").GetString() ?? "",
                Encoding.UTF8.GetString(payload.Span));
            var valid = facts.Epoch != 0 && facts.Sequence is > 0 and <= JournalLimits.MaxSequence
                && facts.Phase is ("begin" or "end") && facts.Cause.Length is > 0 and <= MaxCauseLength
                && !facts.Cause.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz-");
            return valid ? facts : null;
        }
        catch (Exception exception) when (HeartbeatFacts.IsMalformed(exception))
        {
            return null;
        }
    }
}
