using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>Reads certificates for commands, in PEM form.</summary>
internal static class CertificateFiles
{
    /// <summary>A certificate with its key.</summary>
    /// <exception cref="CliException">They cannot be read, or do not belong together.</exception>
    public static X509Certificate2 Pair(FileInfo certificate, FileInfo key)
    {
        RequireFile(certificate);
        RequireFile(key);
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate.FullName, key.FullName);
        }
        catch (CryptographicException)
        {
            throw new CliException($"{certificate} and {key} are not a certificate and its unencrypted key in PEM form");
        }
    }

    /// <summary>Trusts the authorities of a file and no others.</summary>
    /// <exception cref="CliException">It holds none.</exception>
    public static X509ChainPolicy Trusting(FileInfo authorities)
    {
        RequireFile(authorities);
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(authorities.FullName);
        }
        catch (CryptographicException)
        {
            // Said below.
        }

        if (found.Count == 0)
        {
            throw new CliException($"{authorities} holds no certificate in PEM form");
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(found);
        return policy;
    }

    /// <summary>What a TLS listener shows and asks for.</summary>
    /// <exception cref="CliException">A file cannot be used.</exception>
    public static SslServerAuthenticationOptions Server(FileInfo certificate, FileInfo key, FileInfo? clientAuthorities)
    {
        var tls = new SslServerAuthenticationOptions { ServerCertificate = Pair(certificate, key) };
        if (clientAuthorities != null)
        {
            tls.ClientCertificateRequired = true;
            tls.CertificateChainPolicy = Trusting(clientAuthorities);
        }

        return tls;
    }

    private static void RequireFile(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new CliException($"{file} does not exist");
        }
    }
}
