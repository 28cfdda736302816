using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>Reads certificates (PEM) from files.</summary>
internal static class CertificateReader
{
    /// <summary>Reads a CA's certificate. A file that is missing or holds none throws.</summary>
    public static X509Certificate ReadCa(string path) => new X509Certificate(ReadText(path));

    /// <summary>Reads a client's certificate with its key. A file that is missing or does not fit throws.</summary>
    public static X509Certificate ReadClient(string path, string keyPath) =>
        new X509Certificate2(ReadText(path), ReadText(keyPath), string.Empty);

    private static string ReadText(string path) =>
        File.Exists(path) ? File.ReadAllText(path) : throw new Exception("no file " + path);
}
