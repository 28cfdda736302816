using System.Text.Json;

namespace ZhiSan.Edge.Serial;

/// <summary>A gateway's answer to one command.</summary>
/// <param name="Body">The JSON object.</param>
public sealed record MachineReply(JsonElement Body)
{
    /// <summary>Whether the command was carried out.</summary>
    public bool Ok => Body.TryGetProperty("ok", out JsonElement ok) && ok.ValueKind == JsonValueKind.True;

    /// <summary>Why not, in kebab-case; empty when it was.</summary>
    public string Error => Text("error");

    /// <summary>What to do about it, in words.</summary>
    public string Hint => Text("hint");

    /// <summary>A member as text; empty when it is not there.</summary>
    public string Text(string name) =>
        Body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    /// <summary>A member as a number; the given one when it is not there.</summary>
    public long Number(string name, long missing = 0) =>
        Body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number : missing;

    /// <summary>Whether a member is there and true.</summary>
    public bool Flag(string name) => Body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
