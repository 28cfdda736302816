using System;

namespace ZhiSan.Edge.Collector;

/// <summary>Names a gateway within the platform: site and gateway, each 1 to 32 characters out of <c>a-z 0-9 -</c>.</summary>
/// <param name="Site">The site.</param>
/// <param name="Gateway">The gateway within the site.</param>
public readonly record struct GatewayId(string Site, string Gateway) : IComparable<GatewayId>
{
    /// <summary>Longest name of a site or a gateway.</summary>
    public const int MaxNameLength = 32;

    /// <summary>What all topics of the gateway begin with.</summary>
    public string TopicRoot => $"zhisan/v1/{Site}/{Gateway}";

    /// <summary>Whether a text may name a site or a gateway.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxNameLength && !text.ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Reads <c>site/gateway</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out GatewayId id)
    {
        var slash = text.IndexOf('/');
        var valid = slash > 0 && IsName(text[..slash]) && IsName(text[(slash + 1)..]);
        id = valid ? new GatewayId(text[..slash].ToString(), text[(slash + 1)..].ToString()) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(GatewayId other)
    {
        var bySite = string.CompareOrdinal(Site, other.Site);
        return bySite != 0 ? bySite : string.CompareOrdinal(Gateway, other.Gateway);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Site}/{Gateway}";
}
