using System;
using System.CommandLine;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Commands;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>The options with which people's commands reach the platform's broker.</summary>
internal sealed class BrokerAccess
{
    private readonly Option<string> _broker = new("--broker")
    {
        Description = "The platform's MQTT broker, as host:port.", DefaultValueFactory = _ => "127.0.0.1:1883",
    };

    private readonly Option<string?> _user = new("--user") { Description = "User name at the broker." };

    private readonly Option<FileInfo?> _passwordFile = new("--password-file") { Description = "File whose first line is the password." };

    private readonly Option<FileInfo?> _ca = new("--ca") { Description = "Use TLS; the broker's certificate must come from this authority (PEM)." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_broker);
        command.Options.Add(_user);
        command.Options.Add(_passwordFile);
        command.Options.Add(_ca);
    }

    /// <summary>The broker, as it was named.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(_broker)!;

    /// <summary>Connects.</summary>
    /// <exception cref="CliException">It did not come about: one line that says what to do.</exception>
    public async Task<MqttClient> ConnectAsync(ParseResult parsed, string purpose, CancellationToken stop)
    {
        (string host, int port) = Arguments.HostAndPort(parsed.GetValue(_broker)!);
        MqttConnectResult result = await MqttClient.ConnectAsync(
            new MqttClientOptions
            {
                Host = host,
                Port = port,
                ClientId = $"{parsed.GetValue(_user) ?? "zhisan"}.{purpose}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}",
                UserName = parsed.GetValue(_user),
                Password = ReadPassword(parsed.GetValue(_passwordFile)),
                Tls = parsed.GetValue(_ca) is { } ca ? TlsWith(ca, host) : null,
                KeepAliveSeconds = 20,
            },
            stop);
        return result.Client ?? throw new CliException(
            $"no connection to the broker {host}:{port}: {result.Failure} in {result.Phase}: {result.Detail}; is it running, and are --broker, --user and --ca right?");
    }

    private static string? ReadPassword(FileInfo? file)
    {
        if (file == null)
        {
            return null;
        }

        using StreamReader reader = file.OpenText();
        return reader.ReadLine() ?? throw new CliException($"{file} is empty: its first line is the password");
    }

    private static SslClientAuthenticationOptions TlsWith(FileInfo file, string host)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file.FullName);
        }
        catch (CryptographicException)
        {
            throw new CliException($"{file} holds no certificate in PEM form");
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy };
    }
}
