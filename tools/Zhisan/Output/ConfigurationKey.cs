using System.Collections.Generic;

namespace ZhiSan.Edge.Cli.Output;

/// <summary>One key of the schema, as JSON has it. What does not apply to a type is null.</summary>
internal sealed record ConfigurationKey(
    string Key,
    string Type,
    long? Min,
    long? Max,
    string Default,
    string? Unit,
    IReadOnlyList<string>? Choices,
    bool NeedsReboot,
    bool Secret,
    bool OnTrial,
    string Help,
    string HelpZh);
