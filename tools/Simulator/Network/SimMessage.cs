namespace ZhiSan.Edge.Simulator;

/// <summary>A message under way.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Qos">Quality of service, 0 or 1.</param>
/// <param name="Retain">Whether the broker keeps it.</param>
internal sealed record SimMessage(string Topic, byte[] Payload, int Qos, bool Retain);
