using System.IO;

namespace ZhiSan.Edge.Serial;

/// <summary>A port cannot be used; the message is one line that says what to do.</summary>
/// <param name="message">The line.</param>
public class SerialException(string message) : IOException(message);
