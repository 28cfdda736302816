using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>Stands in for the reader of PEM files: the stand-in client looks at no certificate.</summary>
internal static class CertificateReader
{
    public static X509Certificate ReadCa(string path) => Read(path);

    public static X509Certificate ReadClient(string path, string keyPath) => Read(File.Exists(keyPath) ? path : keyPath);

    private static X509Certificate Read(string path) =>
        File.Exists(path) ? X509CertificateLoader.LoadCertificateFromFile(path) : throw new Exception("no file " + path);
}
