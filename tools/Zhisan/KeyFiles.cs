using System.IO;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli;

/// <summary>Reads one gateway's key out of a key file.</summary>
internal static class KeyFiles
{
    /// <summary>The key of a gateway.</summary>
    /// <exception cref="CliException">The file is missing, or does not know the gateway.</exception>
    /// <exception cref="CollectorException">It is malformed, or others may read it.</exception>
    public static byte[] Read(string path, string site, string gateway)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"{path} does not exist: make a key with 'zhisan keys add {site}/{gateway} --keys {path}'");
        }

        return KeyRing.Load(path).Find(new GatewayId(site, gateway))
            ?? throw new CliException($"{path} has no key for {site}/{gateway}: add one with 'zhisan keys add {site}/{gateway} --keys {path}'");
    }
}
