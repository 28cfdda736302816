using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>
/// What is known of one gateway from its state and its last heartbeat. Members of a heartbeat that an older gateway does not send
/// stay empty; whatever a payload says, its text cannot steer a terminal.
/// </summary>
internal sealed record FleetEntry(GatewayId Id)
{
    private const int MaxText = 60;
    private const int MaxOpen = 16;

    /// <summary><c>online</c>, <c>offline</c>, or empty.</summary>
    public string State { get; init; } = "";

    /// <summary>Whether a readable heartbeat came.</summary>
    public bool HasHeartbeat { get; init; }

    /// <summary>Whether the last heartbeat could not be read.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>The level that the gateway gives itself.</summary>
    public AlertLevel Alert { get; init; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Firmware version.</summary>
    public string Firmware { get; init; } = "";

    /// <summary>Records not acknowledged; null when unknown.</summary>
    public long? Backlog { get; init; }

    /// <summary>Age of the oldest of them in seconds; null when unknown.</summary>
    public long? OldestSeconds { get; init; }

    /// <summary>Days until the flash is full at the present rate; null when unknown.</summary>
    public double? DaysLeft { get; init; }

    /// <summary>How good its time is: <c>unknown</c>, or where it came from.</summary>
    public string Time { get; init; } = "";

    /// <summary>UTC in seconds since 1970 as the heartbeat says; null when the gateway does not know it.</summary>
    public long? Utc { get; init; }

    /// <summary>Causes of the interruptions that last.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>How urgent it is: what it says, or that it cannot say anything.</summary>
    public AlertLevel Level =>
        State == "offline" ? Max(Alert, AlertLevel.Act)
        : !HasHeartbeat || IsUnreadable || State.Length == 0 ? Max(Alert, AlertLevel.Watch)
        : Alert;

    /// <summary>Why it is that urgent.</summary>
    public string Why =>
        State == "offline" ? Join("offline", Reason)
        : IsUnreadable ? Join("unreadable heartbeat", Reason)
        : !HasHeartbeat ? "no heartbeat"
        : State.Length == 0 ? Join("no state", Reason)
        : Reason;

    /// <summary>Takes a state.</summary>
    public FleetEntry WithState(ReadOnlyMemory<byte> payload) => this with
    {
        State = payload.Span.SequenceEqual("online"u8) ? "online" : payload.Span.SequenceEqual("offline"u8) ? "offline" : "",
    };

    /// <summary>Takes a heartbeat.</summary>
    public FleetEntry WithHeartbeat(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return new FleetEntry(Id) { State = State };
        }

        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = json.RootElement;
            if (payload.Length > IngestLimits.MaxJsonBytes || root.ValueKind != JsonValueKind.Object)
            {
                return this with { IsUnreadable = true };
            }

            return this with
            {
                HasHeartbeat = true,
                IsUnreadable = false,
                Alert = LevelOf(Text(root, "alert")),
                Reason = Text(root, "reason"),
                Firmware = Text(root, "firmware"),
                Backlog = Whole(Member(root, "backlog"), "records"),
                OldestSeconds = Whole(Member(root, "backlog"), "oldest"),
                DaysLeft = Number(Member(root, "buffer"), "daysLeft"),
                Utc = Whole(root, "utc"),
                Time = TimeOf(root),
                Open = OpenOf(Member(root, "open")),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return this with { IsUnreadable = true };
        }
    }

    /// <summary>Reads a level.</summary>
    public static bool TryLevel(string text, out AlertLevel level)
    {
        level = text switch
        {
            "watch" => AlertLevel.Watch,
            "act" => AlertLevel.Act,
            "critical" => AlertLevel.Critical,
            _ => AlertLevel.Ok,
        };
        return text is "ok" or "watch" or "act" or "critical";
    }

    private static AlertLevel Max(AlertLevel one, AlertLevel other) => one > other ? one : other;

    private static string Join(string first, string second) => second.Length > 0 ? $"{first}; {second}" : first;

    // A level that this program does not know is a later version's: worth a look.
    private static AlertLevel LevelOf(string text) => TryLevel(text, out AlertLevel level) ? level : AlertLevel.Watch;

    private static string TimeOf(JsonElement root)
    {
        string source = Text(Member(root, "time"), "source");
        return source.Length > 0 ? source : Whole(root, "utc") == null ? "unknown" : "known";
    }

    private static string[] OpenOf(JsonElement open) => open.ValueKind != JsonValueKind.Array
        ? []
        : open.EnumerateArray().Take(MaxOpen).Select(one => Text(one, "cause")).Where(cause => cause.Length > 0).ToArray();

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string Text(JsonElement element, string name)
    {
        JsonElement value = Member(element, name);
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return string.Concat(text.Where(character => !char.IsControl(character) && !char.IsSurrogate(character)).Take(MaxText));
    }

    private static long? Whole(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long whole) ? whole : null;

    private static double? Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;
}
