namespace ZhiSan.Edge.Mqtt;

/// <summary>A message that a client publishes, on its way into the broker.</summary>
/// <param name="ClientId">Client identifier of the publisher.</param>
/// <param name="Identity">Identity that the authenticator gave it.</param>
/// <param name="Message">The message.</param>
public sealed record MqttPublish(string ClientId, string Identity, MqttMessage Message);
