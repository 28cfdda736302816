using System;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>The configuration cannot be used. The message names the key and says what to write; it never holds a secret.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Makes an error.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }
}
