using System;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>A recording cannot be used at all. The message is one line and says what to do.</summary>
public sealed class CsvRecordingException : Exception
{
    /// <summary>With the line for the user.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public CsvRecordingException(string message)
        : base(message)
    {
    }

    /// <summary>With the line for the user and the cause.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CsvRecordingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
