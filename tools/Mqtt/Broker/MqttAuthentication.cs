namespace ZhiSan.Edge.Mqtt;

/// <summary>An authenticator's answer.</summary>
/// <param name="ReturnCode">Accepted, or what the CONNACK says.</param>
/// <param name="Identity">Who it is, for the authorizer.</param>
public sealed record MqttAuthentication(MqttConnectReturnCode ReturnCode, string Identity)
{
    /// <summary>Lets the client in.</summary>
    public static MqttAuthentication Allow(string identity) => new(MqttConnectReturnCode.Accepted, identity);

    /// <summary>Turns the client away.</summary>
    public static MqttAuthentication Deny(MqttConnectReturnCode code = MqttConnectReturnCode.BadUserNameOrPassword) =>
        new(code, "");
}
