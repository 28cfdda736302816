namespace ZhiSan.Edge.Serial;

/// <summary>One setting that is not as it should be. Secrets are already masked.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">What the gateway had.</param>
/// <param name="After">What it gets.</param>
public sealed record ProvisioningChange(string Key, string Before, string After);
