namespace ZhiSan.Edge.Mqtt;

/// <summary>Something that happened on a connection: one of the records that derive from this one.</summary>
public abstract record MqttEvent;
