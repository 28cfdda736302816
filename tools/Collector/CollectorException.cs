using System;

namespace ZhiSan.Edge.Collector;

/// <summary>The collector cannot go on, for a reason that a person can do something about.</summary>
/// <param name="message">One line: what is wrong and what to do.</param>
/// <param name="inner">What caused it, or null.</param>
public sealed class CollectorException(string message, Exception? inner = null) : Exception(message, inner);
