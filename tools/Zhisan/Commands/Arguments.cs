using System;
using System.Globalization;
using System.Net;
using ZhiSan.Edge.Core;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>Options that several commands take, read in one way.</summary>
internal static class Arguments
{
    /// <summary>Reads <c>site/gateway</c>.</summary>
    /// <exception cref="CliException">It is not of that form.</exception>
    public static (string Site, string Gateway) SiteAndGateway(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length != 2 || !GatewayOptions.IsId(parts[0]) || !GatewayOptions.IsId(parts[1]))
        {
            throw new CliException($"'{text}' is no gateway: write site/gateway, each 1 to 32 characters out of a-z, 0-9 and '-'");
        }

        return (parts[0], parts[1]);
    }

    /// <summary>Reads <c>host:port</c>.</summary>
    /// <exception cref="CliException">It is not of that form.</exception>
    public static (string Host, int Port) HostAndPort(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > 65535)
        {
            throw new CliException($"'{text}' is no address: write host:port, for example 127.0.0.1:1883");
        }

        return (text[..colon].Trim('[', ']'), port);
    }

    /// <summary>Reads a number of seconds to wait.</summary>
    /// <exception cref="CliException">It is not above 0, or above an hour.</exception>
    public static TimeSpan Timeout(double seconds) => seconds is > 0 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new CliException("--timeout must be above 0 and at most 3600 seconds");

    /// <summary>Reads the address and port of a listener.</summary>
    /// <exception cref="CliException">It is not of that form.</exception>
    public static IPEndPoint EndPoint(string option, string text)
    {
        (string host, int port) = HostAndPort(text);
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return new IPEndPoint(address, port);
        }

        return host == "localhost"
            ? new IPEndPoint(IPAddress.Loopback, port)
            : throw new CliException($"{option} '{text}': write an IP address and a port, for example 0.0.0.0:1883");
    }
}
