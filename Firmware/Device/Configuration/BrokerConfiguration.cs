namespace ZhiSan.Edge.Device.Configuration;

/// <summary>Where the broker is and how it knows this gateway.</summary>
public sealed class BrokerConfiguration
{
    private const int TlsPort = 8883;
    private const int PlainPort = 1883;
    private const int MaxPort = 65535;

    /// <summary>Reads <c>broker</c>.</summary>
    /// <exception cref="ConfigurationException">A member is wrong.</exception>
    public BrokerConfiguration(ConfigurationNode node)
    {
        Host = node.RequiredText("host", "the broker's name or address");
        UseTls = node.Flag("tls", false);
        Port = node.Integer("port", UseTls ? TlsPort : PlainPort, 1, MaxPort);
        User = node.Text("user", string.Empty);
        Password = node.Text("password", string.Empty);
        CaPath = node.Text("ca", string.Empty);
        CertificatePath = node.Text("certificate", string.Empty);
        PrivateKeyPath = node.Text("privateKey", string.Empty);
        PrivateKeyPassword = node.Text("privateKeyPassword", string.Empty);
        node.RequireAllRead();
        if (!UseTls && (CaPath.Length > 0 || CertificatePath.Length > 0))
        {
            throw node.Wrong("tls", "must be true when certificates are given");
        }

        if ((CertificatePath.Length > 0) != (PrivateKeyPath.Length > 0))
        {
            throw node.Wrong("certificate", "and privateKey go together: give both, or neither");
        }

        if (Password.Length > 0 && User.Length == 0)
        {
            throw node.Wrong("user", "is missing: MQTT sends a password only with a user");
        }
    }

    /// <summary>Name or address.</summary>
    public string Host { get; }

    /// <summary>TCP port.</summary>
    public int Port { get; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool UseTls { get; }

    /// <summary>User, or empty.</summary>
    public string User { get; }

    /// <summary>Password, or empty. Never printed.</summary>
    public string Password { get; }

    /// <summary>File with the CA certificate (PEM); empty uses the certificates stored on the device.</summary>
    public string CaPath { get; }

    /// <summary>File with the client certificate (PEM), or empty.</summary>
    public string CertificatePath { get; }

    /// <summary>File with the client's private key (PEM), or empty.</summary>
    public string PrivateKeyPath { get; }

    /// <summary>What opens the private key, or empty. Never printed.</summary>
    public string PrivateKeyPassword { get; }
}
