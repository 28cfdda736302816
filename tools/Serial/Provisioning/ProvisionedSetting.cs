namespace ZhiSan.Edge.Serial;

/// <summary>One setting of the file. Secrets are already masked.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">What the gateway had.</param>
/// <param name="Value">What it is to be.</param>
/// <param name="Changed">Whether it had to be changed, or in a dry run would be; else it was right already.</param>
public sealed record ProvisionedSetting(string Key, string Before, string Value, bool Changed);
