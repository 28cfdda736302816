using System.IO;

namespace ZhiSan.Edge.Mqtt;

/// <summary>An operation was asked of a connection that has ended, or that ended before the broker answered.</summary>
/// <param name="message">One line for people.</param>
public sealed class MqttClosedException(string message) : IOException(message);
