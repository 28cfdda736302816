using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>All that a connection needs to know.</summary>
public sealed class UplinkSettings
{
    /// <summary>Seconds of silence after which the client asks the broker whether it is still there.</summary>
    public const ushort KeepAliveSeconds = 30;

    private const int TlsPort = 8883;
    private const int PlainPort = 1883;

    /// <summary>The gateway's name at the broker: one gateway, one connection.</summary>
    public readonly string ClientId;

    /// <summary>The gateway's topics.</summary>
    public readonly Topics Topics;

    /// <summary>The broker's name or address.</summary>
    public readonly string Host;

    /// <summary>The broker's port.</summary>
    public readonly int Port;

    /// <summary>Whether the connection is encrypted.</summary>
    public readonly bool UseTls;

    /// <summary>User, or null.</summary>
    public readonly string? User;

    /// <summary>Password, or null.</summary>
    public readonly string? Password;

    private readonly string _caPath;
    private readonly string _certificatePath;
    private readonly string _privateKeyPath;
    private X509Certificate? _ca;
    private X509Certificate? _certificate;
    private bool _certificatesRead;

    /// <summary>Takes what is stored.</summary>
    /// <param name="configuration">The gateway's configuration.</param>
    /// <param name="second">Whether the second broker's address is taken; everything else is the same for both.</param>
    /// <param name="topics">The gateway's topics.</param>
    public UplinkSettings(GatewayConfiguration configuration, bool second, Topics topics)
    {
        Topics = topics;
        ClientId = configuration.Saved(ConfigurationKeys.Site) + "/" + configuration.Saved(ConfigurationKeys.Gateway);
        Host = configuration.Saved(second ? ConfigurationKeys.Broker2Host : ConfigurationKeys.BrokerHost);
        UseTls = configuration.Saved(ConfigurationKeys.BrokerTls) == "true";
        Port = configuration.Number(second ? ConfigurationKeys.Broker2Port : ConfigurationKeys.BrokerPort);
        if (Port == 0)
        {
            Port = UseTls ? TlsPort : PlainPort;
        }

        string user = configuration.Saved(ConfigurationKeys.BrokerUser);
        if (user.Length > 0)
        {
            User = user;
            Password = configuration.Saved(ConfigurationKeys.BrokerPassword);
        }

        _caPath = configuration.Saved(ConfigurationKeys.BrokerCa);
        _certificatePath = configuration.Saved(ConfigurationKeys.BrokerCertificate);
        _privateKeyPath = configuration.Saved(ConfigurationKeys.BrokerPrivateKey);
    }

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

        if (_caPath.Length > 0)
        {
            _ca = CertificateReader.ReadCa(_caPath);
        }

        if (_certificatePath.Length > 0)
        {
            _certificate = CertificateReader.ReadClient(_certificatePath, _privateKeyPath);
        }

        _certificatesRead = true;
    }
}
