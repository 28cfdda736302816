using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// The same access rules for mosquitto: its password file, access list and configuration. After a change of the users write them
/// again and send mosquitto a SIGHUP: it reads passwords and access list again and drops whoever is no longer allowed.
/// </summary>
/// <param name="Listen">Where mosquitto listens.</param>
public sealed record MosquittoFiles(IPEndPoint Listen)
{
    /// <summary>Name of the access list.</summary>
    public const string AccessListName = "acl";

    /// <summary>Name of the password file.</summary>
    public const string PasswordsName = "passwords";

    /// <summary>Name of the configuration.</summary>
    public const string ConfigurationName = "mosquitto.conf";

    // A page message has 4,096 bytes at most; nothing else is longer.
    private const int MessageLimitBytes = 8192;

    /// <summary>Server certificate and key (PEM), or null for plain connections.</summary>
    public (string Certificate, string Key)? Tls { get; init; }

    /// <summary>Authority from which clients must have a certificate (PEM), or null.</summary>
    public string? ClientAuthority { get; init; }

    /// <summary>The access list: the gateways' rights as patterns, each other user's by name.</summary>
    public static IEnumerable<string> AccessList(IEnumerable<AccessUser> users)
    {
        yield return "# ZhiSan Edge: who may publish and subscribe where. Written by 'zhisan access mosquitto'.";
        yield return "# A gateway's user name is site/gateway: below its own root.";
        foreach (string right in Rights(AccessRole.Gateway, "%u"))
        {
            yield return "pattern " + right;
        }

        foreach (AccessUser user in users.Where(user => user.Role != AccessRole.Gateway))
        {
            yield return "";
            yield return "user " + user.Name;
            foreach (string right in Rights(user.Role, "+/+"))
            {
                yield return "topic " + right;
            }
        }
    }

    /// <summary>The configuration, for files that lie in a folder.</summary>
    public IEnumerable<string> Configuration(string folder)
    {
        yield return "# ZhiSan Edge: mosquitto for gateways. Written by 'zhisan access mosquitto'.";
        yield return FormattableString.Invariant($"listener {Listen.Port} {Listen.Address}");

        // Nobody can take over another user's connection by calling itself so.
        yield return "use_username_as_clientid true";
        if (Tls is { } tls)
        {
            yield return $"certfile {tls.Certificate}";
            yield return $"keyfile {tls.Key}";
        }

        if (ClientAuthority is { } authority)
        {
            yield return $"cafile {authority}";
            yield return "require_certificate true";
        }

        yield return "allow_anonymous false";
        yield return $"password_file {Path.Combine(folder, PasswordsName)}";
        yield return $"acl_file {Path.Combine(folder, AccessListName)}";
        yield return "persistence true";
        yield return $"persistence_location {folder.TrimEnd('/')}/";
        yield return "autosave_interval 60";
        yield return FormattableString.Invariant($"message_size_limit {MessageLimitBytes}");
    }

    /// <summary>Writes the three files.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(string folder, IReadOnlyList<AccessUser> users)
    {
        string full = Path.GetFullPath(folder);
        Directory.CreateDirectory(full);
        PrivateFile.Replace(Path.Combine(full, PasswordsName), writer => WriteLines(writer, users.Select(user => $"{user.Name}:{user.Hash}")));
        PrivateFile.Replace(Path.Combine(full, AccessListName), writer => WriteLines(writer, AccessList(users)));
        PrivateFile.Replace(Path.Combine(full, ConfigurationName), writer => WriteLines(writer, Configuration(full)));
    }

    private static IEnumerable<string> Rights(AccessRole role, string gateway) =>
        AccessRules.Of(role, mayPublish: true).Select(rule => $"write zhisan/v1/{gateway}/{rule.Leaf}")
            .Concat(AccessRules.Of(role, mayPublish: false).Select(rule => $"read zhisan/v1/{gateway}/{rule.Leaf}"));

    private static void WriteLines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            writer.WriteLine(line);
        }
    }
}
