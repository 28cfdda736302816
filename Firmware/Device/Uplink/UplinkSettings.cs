using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Device.Configuration;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>All that a connection needs to know.</summary>
public sealed class UplinkSettings
{
    /// <summary>Seconds of silence after which the client asks the broker whether it is still there.</summary>
    public const ushort KeepAliveSeconds = 30;

    private readonly BrokerConfiguration _broker;
    private X509Certificate? _ca;
    private X509Certificate? _certificate;
    private bool _certificatesRead;

    /// <summary>Takes the broker's configuration and the gateway's names.</summary>
    public UplinkSettings(BrokerConfiguration broker, string clientId, Topics topics)
    {
        _broker = broker;
        ClientId = clientId;
        StateTopic = topics.State;
        AckTopic = topics.Ack;
        CommandTopic = topics.Command;
    }

    /// <summary>The gateway's name at the broker: one gateway, one connection.</summary>
    public string ClientId { get; }

    /// <summary>Topic of the last will.</summary>
    public string StateTopic { get; }

    /// <summary>A topic to subscribe to: the platform's acknowledgements.</summary>
    public string AckTopic { get; }

    /// <summary>A topic to subscribe to: the platform's commands.</summary>
    public string CommandTopic { get; }

    /// <summary>The broker's name or address.</summary>
    public string Host => _broker.Host;

    /// <summary>The broker's port.</summary>
    public int Port => _broker.Port;

    /// <summary>Whether the connection is encrypted.</summary>
    public bool UseTls => _broker.UseTls;

    /// <summary>User, or null.</summary>
    public string? User => _broker.User.Length == 0 ? null : _broker.User;

    /// <summary>Password, or null.</summary>
    public string? Password => _broker.User.Length == 0 ? null : _broker.Password;

    /// <summary>
    /// Makes a client. This resolves the broker's name, and reads the certificates the first time.
    /// </summary>
    public MqttClient MakeClient()
    {
        ReadCertificates();
        return new MqttClient(
            Host, Port, UseTls, _ca!, _certificate!, UseTls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
    }

    /// <summary>Reads the certificates, once. A file that is missing or no certificate throws.</summary>
    public void ReadCertificates()
    {
        if (_certificatesRead || !UseTls)
        {
            return;
        }

        if (_broker.CaPath.Length > 0)
        {
            _ca = CertificateReader.ReadCa(_broker.CaPath);
        }

        if (_broker.CertificatePath.Length > 0)
        {
            _certificate = CertificateReader.ReadClient(
                _broker.CertificatePath, _broker.PrivateKeyPath, _broker.PrivateKeyPassword);
        }

        _certificatesRead = true;
    }
}
