namespace ZhiSan.Edge.Core;

/// <summary>Who carries out a change of the configuration that came from afar.</summary>
public interface ISettings
{
    /// <summary>Number of the newest change; whoever sees another one than before asks for what is in effect now.</summary>
    long Revision { get; }

    /// <summary>Sets those options that change without a restart.</summary>
    void ApplyLive(GatewayOptions options);

    /// <summary>
    /// Applies and stores one change. Empty when done, else why not, kebab-case: <c>unknown-key</c>, <c>bad-value</c>,
    /// <c>secret</c>, <c>storage</c>.
    /// </summary>
    string Set(string key, string value);
}
