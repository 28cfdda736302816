namespace ZhiSan.Edge.Core;

/// <summary>Who carries out a change of the configuration that came from afar.</summary>
public interface ISettings
{
    /// <summary>
    /// Applies and stores one change. Empty when done, else why not, kebab-case: <c>unknown-key</c>, <c>bad-value</c>,
    /// <c>secret</c>, <c>storage</c>.
    /// </summary>
    string Set(string key, string value);
}
