using System;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>nf.config cannot be read at all. The message says what to do.</summary>
public sealed class NfConfigException : Exception
{
    /// <summary>Makes an error.</summary>
    public NfConfigException(string message)
        : base(message)
    {
    }
}
