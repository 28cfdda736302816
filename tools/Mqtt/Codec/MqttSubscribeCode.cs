namespace ZhiSan.Edge.Mqtt;

/// <summary>Answer to one entry of a SUBSCRIBE (MQTT 3.1.1 section 3.9.3).</summary>
public enum MqttSubscribeCode : byte
{
    /// <summary>Granted with QoS 0.</summary>
    GrantedQos0 = 0,

    /// <summary>Granted with QoS 1.</summary>
    GrantedQos1 = 1,

    /// <summary>Granted with QoS 2. Our broker never says this.</summary>
    GrantedQos2 = 2,

    /// <summary>Refused.</summary>
    Failure = 0x80,
}
