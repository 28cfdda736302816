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
    private const int TlsPort = 8883;
    private const int PlainPort = 1883;

    // A virtual gateway is watched by somebody: it does not take its time as one of a fleet does.
    private const long ReconnectMinMs = 2000;

    public static GatewayIdentity OfCommandLine(string id, string keys, string broker, int periodSeconds)
    {
        (string site, string gateway) = Arguments.SiteAndGateway(id);
        (string host, int port) = Arguments.HostAndPort(broker);
        var options = new GatewayOptions { Site = site, Gateway = gateway, PeriodSeconds = periodSeconds, ReconnectMinMs = ReconnectMinMs };
        return new GatewayIdentity(options, KeyFiles.Read(keys, site, gateway), host, port, null);
    }

    public static GatewayIdentity OfFlash(string folder)
    {
        GatewayConfiguration configuration = Load(folder);
        var options = new GatewayOptions { ReconnectMinMs = ReconnectMinMs };
        configuration.ApplyTo(options);
        int port = configuration.Number(ConfigurationKeys.BrokerPort);
        bool isTls = configuration.Saved(ConfigurationKeys.BrokerTls) == "true";
        return new GatewayIdentity(
            options, configuration.DeviceKey(), configuration.Saved(ConfigurationKeys.BrokerHost),
            port != 0 ? port : isTls ? TlsPort : PlainPort, configuration);
    }

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
