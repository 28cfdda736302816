using System.IO;
using System.Security.Cryptography;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>The device keys in the collector's key file, of one gateway.</summary>
internal sealed class DeviceKeys(string path, GatewayId id)
{
    /// <summary>The gateway's key; null when it has none yet.</summary>
    /// <exception cref="CollectorException">The file cannot be used.</exception>
    public byte[]? Find() => File.Exists(path) ? KeyRing.Load(path).Find(id) : null;

    /// <summary>Makes a key and saves it, before anybody else gets to know it.</summary>
    /// <exception cref="CollectorException">The file cannot be used.</exception>
    public byte[] Make()
    {
        KeyRing ring = File.Exists(path) ? KeyRing.Load(path) : new KeyRing();
        byte[] key = RandomNumberGenerator.GetBytes(KeyRing.KeyBytes);
        ring.Set(id, key);
        ring.Save(path);
        return key;
    }
}
