using System;
using System.Text.Json;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>One JSON object on one line of standard output, for programs.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Writes the object.</summary>
    public static void Write(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Options));
}
