using System;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>Flashing cannot go on. The message says to a technician what happened and what to do.</summary>
public sealed class FlashException : Exception
{
    /// <summary>Makes an error.</summary>
    public FlashException(string message)
        : base(message)
    {
    }
}
