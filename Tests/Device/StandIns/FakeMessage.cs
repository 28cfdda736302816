using System.Text;

namespace nanoFramework.M2Mqtt;

/// <summary>A message that reached the broker.</summary>
public sealed class FakeMessage
{
    public FakeMessage(string topic, byte[] payload, bool retain)
    {
        Topic = topic;
        Payload = payload;
        Retain = retain;
    }

    public string Topic { get; }

    public byte[] Payload { get; }

    public bool Retain { get; }

    public string Text => Encoding.UTF8.GetString(Payload);
}
