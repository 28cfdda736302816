using System.IO;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>Who a virtual gateway is, and where its broker is: from the command line, or from the configuration on its flash.</summary>
internal sealed record GatewayIdentity(
    GatewayOptions Options, byte[] Key, string BrokerHost, int BrokerPort, GatewayConfiguration? Configuration)
{
    /// <summary>Second broker's host, or empty.</summary>
    public string SecondBrokerHost { get; init; } = string.Empty;

    /// <summary>Second broker's port.</summary>
    public int SecondBrokerPort { get; init; }

    /// <summary>Who it is to the brokers.</summary>
    public BrokerLogin Login { get; init; } = BrokerLogin.Anonymous;

    private const int TlsPort = 8883;
    private const int PlainPort = 1883;

    // A virtual gateway is watched by somebody: it does not take its time as one of a fleet does.
    private const long ReconnectMinMs = 2000;

    public static GatewayIdentity OfCommandLine(string id, string keys, string broker, string? secondBroker, int periodSeconds)
    {
        (string site, string gateway) = Arguments.SiteAndGateway(id);
        (string host, int port) = Arguments.HostAndPort(broker);
        var options = new GatewayOptions { Site = site, Gateway = gateway, PeriodSeconds = periodSeconds, ReconnectMinMs = ReconnectMinMs };
        (string secondHost, int secondPort) = secondBroker == null ? (string.Empty, 0) : Arguments.HostAndPort(secondBroker);
        return new GatewayIdentity(options, KeyFiles.Read(keys, site, gateway), host, port, null)
        {
            SecondBrokerHost = secondHost,
            SecondBrokerPort = secondPort,
        };
    }

    public static GatewayIdentity OfFlash(string folder)
    {
        GatewayConfiguration configuration = Load(folder);
        var options = new GatewayOptions();
        configuration.ApplyTo(options);
        options.ReconnectMinMs = System.Math.Min(options.ReconnectMinMs, ReconnectMinMs);
        int usualPort = configuration.Saved(ConfigurationKeys.BrokerTls) == "true" ? TlsPort : PlainPort;
        int port = configuration.Number(ConfigurationKeys.BrokerPort);
        int secondPort = configuration.Number(ConfigurationKeys.Broker2Port);
        return new GatewayIdentity(
            options, configuration.DeviceKey(), configuration.Saved(ConfigurationKeys.BrokerHost), port != 0 ? port : usualPort, configuration)
        {
            SecondBrokerHost = configuration.Saved(ConfigurationKeys.Broker2Host),
            SecondBrokerPort = secondPort != 0 ? secondPort : usualPort,
            Login = LoginOf(configuration),
        };
    }

    // Whoever provisioned the gateway decided whether it encrypts; nothing here asks again.
    private static BrokerLogin LoginOf(GatewayConfiguration configuration)
    {
        string user = configuration.Saved(ConfigurationKeys.BrokerUser);
        bool isTls = configuration.Saved(ConfigurationKeys.BrokerTls) == "true";
        return new BrokerLogin(
            user.Length == 0 ? null : user,
            user.Length == 0 ? null : configuration.Saved(ConfigurationKeys.BrokerPassword),
            isTls
                ? LoginOptions.Maker(
                    FileOf(configuration, ConfigurationKeys.BrokerCa), FileOf(configuration, ConfigurationKeys.BrokerCertificate),
                    FileOf(configuration, ConfigurationKeys.BrokerPrivateKey))
                : null);
    }

    private static FileInfo? FileOf(GatewayConfiguration configuration, int key) =>
        configuration.Saved(key) is { Length: > 0 } path ? new FileInfo(path) : null;

    private static GatewayConfiguration Load(string folder)
    {
        try
        {
            using var store = new FileStore(folder);
            var configuration = new GatewayConfiguration(store);
            return configuration.Load() == StoreStatus.Ok ? configuration : throw new CliException($"{folder} cannot be read: {store.LastError}");
        }
        catch (IOException failure)
        {
            throw new CliException(failure.Message);
        }
    }
}
