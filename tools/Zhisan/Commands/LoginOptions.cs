using System.CommandLine;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>The options with which a command says who it is to a broker, and which broker it trusts.</summary>
internal sealed class LoginOptions
{
    private readonly Option<string?> _user;

    private readonly Option<FileInfo?> _password = new("--password-file") { Description = "File whose first line is the password; mode 600." };

    private readonly Option<bool> _tls = new("--tls") { Description = "Encrypt; the broker's certificate must come from an authority that this machine trusts." };

    private readonly Option<FileInfo?> _authority = new("--tls-ca") { Description = "Encrypt; the broker's certificate must come from this authority (PEM)." };

    private readonly Option<FileInfo?> _certificate = new("--client-cert") { Description = "Certificate to show to the broker (PEM); with --client-key." };

    private readonly Option<FileInfo?> _key = new("--client-key") { Description = "Its key (PEM)." };

    private readonly Option<bool> _allowPlain = new("--allow-plain") { Description = "Send the password unencrypted to another machine." };

    /// <summary>Makes the options.</summary>
    /// <param name="whoByDefault">Who the user is when it is not said, for the help.</param>
    public LoginOptions(string whoByDefault)
    {
        _user = new Option<string?>("--user") { Description = $"User name at the broker; {whoByDefault}." };
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _user, _password, _tls, _authority, _certificate, _key, _allowPlain })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="user">Who the user is when it is not said; null: nobody.</param>
    /// <param name="hosts">Where the password would go.</param>
    /// <exception cref="CliException">They contradict each other, or a file cannot be used.</exception>
    public BrokerLogin Read(ParseResult parsed, string? user, params string[] hosts)
    {
        FileInfo? password = parsed.GetValue(_password);
        user = parsed.GetValue(_user) ?? (password == null ? null : user);
        if ((user == null) != (password == null))
        {
            throw new CliException("--user and --password-file go together");
        }

        bool isSecure = parsed.GetValue(_tls) || parsed.GetValue(_authority) != null;
        RequireSafeWay(password != null && !isSecure && !parsed.GetValue(_allowPlain), hosts);
        if (!isSecure && parsed.GetValue(_certificate) != null)
        {
            throw new CliException("--client-cert needs --tls or --tls-ca");
        }

        return new BrokerLogin(
            user, password == null ? null : Passwords.Read(password.FullName), isSecure ? TlsMaker(parsed) : null);
    }

    /// <summary>Whether unencrypted passwords were allowed.</summary>
    public bool AllowsPlain(ParseResult parsed) => parsed.GetValue(_allowPlain);

    /// <summary>Whether a name is this machine's own, so that nothing goes over a network.</summary>
    public static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static void RequireSafeWay(bool isPlain, string[] hosts)
    {
        foreach (string host in hosts)
        {
            if (isPlain && host.Length > 0 && !IsLoopback(host))
            {
                throw new CliException($"the password would go to {host} unencrypted: use --tls or --tls-ca FILE, or say --allow-plain");
            }
        }
    }

    private System.Func<SslClientAuthenticationOptions> TlsMaker(ParseResult parsed)
    {
        FileInfo? certificate = parsed.GetValue(_certificate);
        FileInfo? key = parsed.GetValue(_key);
        if ((certificate == null) != (key == null))
        {
            throw new CliException("--client-cert and --client-key go together");
        }

        return Maker(parsed.GetValue(_authority), certificate, key);
    }

    /// <summary>Makes TLS options for a client; the files are read now.</summary>
    /// <exception cref="CliException">A file cannot be used.</exception>
    public static System.Func<SslClientAuthenticationOptions> Maker(FileInfo? authority, FileInfo? certificate, FileInfo? key)
    {
        X509Certificate2? own = certificate == null || key == null ? null : CertificateFiles.Pair(certificate, key);
        if (authority != null)
        {
            CertificateFiles.Trusting(authority);
        }

        return () =>
        {
            var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = authority == null ? null : CertificateFiles.Trusting(authority) };
            if (own != null)
            {
                tls.ClientCertificates = [own];
            }

            return tls;
        };
    }
}
