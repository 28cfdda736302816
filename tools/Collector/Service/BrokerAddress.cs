using System;
using System.Globalization;

namespace ZhiSan.Edge.Collector;

/// <summary>Where an existing broker listens.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
public sealed record BrokerAddress(string Host, int Port)
{
    private const int DefaultPort = 1883;

    /// <summary>Reads <c>host</c>, <c>host:port</c> or <c>[v6 address]:port</c>.</summary>
    /// <exception cref="CollectorException">It is neither.</exception>
    public static BrokerAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var isBare = colon < 0 || text.EndsWith(']') || text.IndexOf(':') != colon && !text.Contains(']');
        var host = (isBare ? text : text[..colon]).Trim('[', ']');
        var port = DefaultPort;
        var valid = isBare || int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        return valid && port is > 0 and <= 65535 && host.Length > 0 && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new BrokerAddress(host, port)
            : throw new CollectorException($"'{text}' is not a broker address: write host:port, for example 192.168.1.10:1883.");
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
