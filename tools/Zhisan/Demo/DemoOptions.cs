namespace ZhiSan.Edge.Cli.Demo;

/// <summary>How the demo is run.</summary>
/// <param name="Seconds">Real seconds of sampling.</param>
/// <param name="Seed">Where the storm's moments and the gardens' weather follow from.</param>
/// <param name="Folder">Where everything is left behind, or null for a temporary folder.</param>
/// <param name="Sabotage">What to break on purpose, to see the demo fail.</param>
/// <param name="Json">Whether to print one JSON object at the end.</param>
/// <param name="Plain">Whether to print plain lines even on a terminal.</param>
internal sealed record DemoOptions(int Seconds, int Seed, string? Folder, Sabotage Sabotage, bool Json, bool Plain);
