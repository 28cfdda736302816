using System;
using System.IO;

namespace ZhiSan.Edge.Mqtt;

/// <summary>The broker cannot listen where it was told to; the message is one line that says what to do.</summary>
/// <param name="message">One line for people.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class MqttBindException(string message, Exception inner) : IOException(message, inner);
