using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan access</c>: who may talk to the broker. Passwords are never printed.</summary>
internal static class AccessCommand
{
    private const int PasswordBytes = 24;
    private const int ShortestPassword = 12;

    private static readonly Argument<string> Name = new("user")
    {
        Description = "The gateway as site/gateway, or a name out of a-z 0-9 - for the platform and for people.",
    };

    private static readonly Option<FileInfo> Users = new("--users") { Description = "Users file; made when missing, readable by its owner alone.", Required = true };

    private static readonly Option<FileInfo> PasswordFile = new("--password-file")
    {
        Description = "File whose first line is the user's password; when missing, a random one is made and written there (mode 600).", Required = true,
    };

    private static readonly Option<string?> Role = new("--role")
    {
        Description = "platform (the collector), operator (watches and commands) or viewer (watches); a gateway is recognised by its name.",
    };

    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Folder for acl, passwords and mosquitto.conf.", Required = true };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where mosquitto shall listen, as address:port.", DefaultValueFactory = _ => "127.0.0.1:1883",
    };

    private static readonly Option<FileInfo?> Certificate = new("--tls-cert") { Description = "Server certificate (PEM): mosquitto encrypts; with --tls-key." };

    private static readonly Option<FileInfo?> Key = new("--tls-key") { Description = "Its key (PEM)." };

    private static readonly Option<FileInfo?> ClientAuthority = new("--tls-client-ca") { Description = "Clients must show a certificate of this authority (PEM)." };

    private static readonly Option<bool> AllowPlain = new("--allow-plain") { Description = "Take passwords unencrypted from other machines." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    public static Command Create()
    {
        var add = new Command("add", "Let a gateway, the platform or a person talk to the broker.") { Name, Users, PasswordFile, Role };
        add.SetAction(parsed => CommandRunner.Run("access add", () => Add(parsed)));
        var revoke = new Command("revoke", "Shut a user out: a running collector ends its connection within a second, and no other.") { Name, Users };
        revoke.SetAction(parsed => CommandRunner.Run("access revoke", () => Revoke(parsed)));
        var list = new Command("list", "Say who may talk.") { Users, Json };
        list.SetAction(parsed => CommandRunner.Run("access list", () => List(parsed)));
        var mosquitto = new Command("mosquitto", "Write the same users and rights for mosquitto.")
        {
            Users, Out, Listen, Certificate, Key, ClientAuthority, AllowPlain,
        };
        mosquitto.SetAction(parsed => CommandRunner.Run("access mosquitto", () => Mosquitto(parsed)));
        return new Command("access", "Manage who may talk to the broker: users, passwords, rights.") { add, revoke, list, mosquitto };
    }

    /// <summary>Reads a users file for a command.</summary>
    /// <exception cref="CollectorException">It cannot be used.</exception>
    public static UserFile Load(FileInfo file) => UserFile.Load(file.FullName);

    /// <summary>Refuses passwords over an unencrypted network, unless that is asked for.</summary>
    /// <exception cref="CliException">They would go over one.</exception>
    public static void RequireSafeListener(IPAddress address, bool isSecure, bool allowPlain)
    {
        if (!isSecure && !allowPlain && !IPAddress.IsLoopback(address))
        {
            throw new CliException($"passwords would come to {address} unencrypted: use --tls-cert FILE --tls-key FILE, or say --allow-plain");
        }
    }

    private static int Add(ParseResult parsed)
    {
        string name = parsed.GetValue(Name)!;
        AccessRole role = RoleOf(name, parsed.GetValue(Role));
        FileInfo file = parsed.GetValue(Users)!;
        List<AccessUser> users = file.Exists ? [.. Load(file).Users] : [];
        if (users.Any(user => user.Name == name))
        {
            throw new CliException($"{name} is there already: revoke it first to give it another password or role");
        }

        string path = parsed.GetValue(PasswordFile)!.FullName;
        string password = File.Exists(path) ? Passwords.Read(path) : MakePassword(path);
        if (password.Length < ShortestPassword)
        {
            throw new CliException($"the password in {path} has fewer than {ShortestPassword} characters: delete the file, and a good one is made");
        }

        users.Add(new AccessUser(name, role, PasswordHash.Make(Encoding.UTF8.GetBytes(password))));
        Save(file, users);
        Console.WriteLine($"{name} may talk as {UserFile.NameOf(role)}; its password is in {path}");
        return ExitCodes.Ok;
    }

    private static int Revoke(ParseResult parsed)
    {
        string name = parsed.GetValue(Name)!;
        FileInfo file = parsed.GetValue(Users)!;
        List<AccessUser> users = [.. Load(file).Users];
        if (users.RemoveAll(user => user.Name == name) == 0)
        {
            Console.Error.WriteLine($"zhisan access revoke: {name} is not in {file}");
            return ExitCodes.No;
        }

        Save(file, users);
        Console.WriteLine($"{name} may not talk any more; for mosquitto write its files again and send it SIGHUP");
        return ExitCodes.Ok;
    }

    private static int List(ParseResult parsed)
    {
        IReadOnlyList<AccessUser> users = Load(parsed.GetValue(Users)!).Users;
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Users = users.Select(user => new { user.Name, Role = UserFile.NameOf(user.Role) }) });
            return ExitCodes.Ok;
        }

        foreach (AccessUser user in users)
        {
            Console.WriteLine($"{user.Name} {UserFile.NameOf(user.Role)}");
        }

        return ExitCodes.Ok;
    }

    private static int Mosquitto(ParseResult parsed)
    {
        UserFile users = Load(parsed.GetValue(Users)!);
        FileInfo? certificate = parsed.GetValue(Certificate);
        FileInfo? key = parsed.GetValue(Key);
        FileInfo? authority = parsed.GetValue(ClientAuthority);
        if ((certificate == null) != (key == null) || (authority != null && certificate == null))
        {
            throw new CliException("--tls-cert and --tls-key go together, and --tls-client-ca needs them");
        }

        if (certificate != null)
        {
            // Said now, rather than by a broker that does not start.
            CertificateFiles.Server(certificate, key!, authority);
        }

        IPEndPoint listen = Arguments.EndPoint("--listen", parsed.GetValue(Listen)!);
        RequireSafeListener(listen.Address, certificate != null, parsed.GetValue(AllowPlain));
        string folder = parsed.GetValue(Out)!.FullName;
        new MosquittoFiles(listen)
        {
            Tls = certificate == null ? null : (certificate.FullName, key!.FullName),
            ClientAuthority = authority?.FullName,
        }.Write(folder, users.Users);
        Console.WriteLine($"mosquitto -c {Path.Combine(folder, MosquittoFiles.ConfigurationName)} (the account it runs under must own {folder})");
        return ExitCodes.Ok;
    }

    private static AccessRole RoleOf(string name, string? role)
    {
        if (name.Contains('/'))
        {
            Arguments.SiteAndGateway(name);
            return role is null or "gateway" ? AccessRole.Gateway : throw new CliException($"{name} is a gateway: leave out --role");
        }

        if (role == null || !UserFile.TryReadRole(role, out AccessRole named) || named == AccessRole.Gateway)
        {
            throw new CliException($"say what {name} is there for: --role platform, operator or viewer (a gateway is named site/gateway)");
        }

        return AccessRules.IsUser(name, named) ? named : throw new CliException($"'{name}' is no user name: 1 to 32 characters out of a-z, 0-9 and '-'");
    }

    private static string MakePassword(string path)
    {
        string password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes)).Replace('+', '-').Replace('/', '_');
        PrivateFile.Replace(path, writer => writer.WriteLine(password));
        return password;
    }

    private static void Save(FileInfo file, IEnumerable<AccessUser> users) =>
        UserFile.Save(file.FullName, users.OrderBy(user => user.Name, StringComparer.Ordinal));
}
