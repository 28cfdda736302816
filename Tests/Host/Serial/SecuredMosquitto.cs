using System.IO;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Support;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>The real mosquitto with the files that are written for it: the gateway yunwu/gw1 and the user collector, one password for both.</summary>
internal static class SecuredMosquitto
{
    public const string Password = "a password that is long";

    /// <summary>Starts it; with an authority it is encrypted, and its certificate is for localhost.</summary>
    public static Task<Mosquitto> StartAsync(TestCertificates? authority = null) => Mosquitto.RunAsync(broker =>
    {
        var files = new MosquittoFiles(new IPEndPoint(IPAddress.Loopback, broker.Port)) { Tls = authority == null ? null : Certificate(broker, authority) };
        files.Write(broker.Folder, [User("yunwu/gw1", AccessRole.Gateway), User("collector", AccessRole.Platform)]);

        // As root it would give up its rights, and then could not read what is for its owner alone.
        File.AppendAllText(Path.Combine(broker.Folder, MosquittoFiles.ConfigurationName), "user root\nlog_dest stderr\n");
    });

    private static (string Certificate, string Key) Certificate(Mosquitto broker, TestCertificates authority)
    {
        string path = Path.Combine(broker.Folder, "server");
        using X509Certificate2 certificate = authority.Issue("localhost");
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(path + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        return (path + ".pem", path + ".key");
    }

    private static AccessUser User(string name, AccessRole role) => new(name, role, PasswordHash.Make(Encoding.UTF8.GetBytes(Password)));
}
