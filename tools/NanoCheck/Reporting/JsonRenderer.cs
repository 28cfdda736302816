using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Renders a report for programs: one JSON object with camel-case names.</summary>
public static class JsonRenderer
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Renders the report.</summary>
    public static string Render(NanoCheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(report, Options);
    }
}
