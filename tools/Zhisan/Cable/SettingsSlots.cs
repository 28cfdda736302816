using System;
using System.Collections.Generic;
using System.IO;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>
/// The two configuration slots of a gateway that is set up while it is flashed, written by the firmware's own code into a folder that
/// only this user can read. Both are put onto the device: one left over there could be newer.
/// </summary>
internal sealed class SettingsSlots : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("zhisan-settings-");
    private readonly string flash;

    /// <summary>Writes the slots.</summary>
    /// <param name="file">What the gateway is to be, checked.</param>
    /// <param name="key">Its device key.</param>
    /// <exception cref="CliException">They cannot be written.</exception>
    public SettingsSlots(GatewayFile file, byte[] key)
    {
        // A folder below it: the store's lock lies beside its folder, and goes with all the rest.
        flash = Path.Combine(folder.FullName, "flash");
        using FileStore store = new(flash);
        GatewayConfiguration configuration = new(store);
        bool isGood = configuration.Load() == StoreStatus.Ok;
        foreach (int index in file.Keys)
        {
            configuration.SetCurrent(index, file.Value(index));
        }

        // The key comes last: the newer slot, which counts, is the one named in nf.config; the other is the same without a key.
        isGood = isGood && configuration.Save(GatewayConfiguration.BySerial) == StoreStatus.Ok;
        configuration.SetCurrent(ConfigurationKeys.Key, Convert.ToHexStringLower(key));
        isGood = isGood && configuration.Save(GatewayConfiguration.BySerial) == StoreStatus.Ok;
        if (!isGood)
        {
            string why = store.LastError;
            Dispose();
            throw new CliException($"the settings cannot be written: {(why.Length > 0 ? why : "they are too long together")}");
        }
    }

    /// <summary>What goes onto the device.</summary>
    /// <param name="destination">The slot named in nf.config, which ends in 0.</param>
    public IReadOnlyList<FlashFile> Files(string destination) =>
    [
        new FlashFile(Path.Combine(flash, "c1"), destination[..^1] + "1"),
        new FlashFile(Path.Combine(flash, "c0"), destination),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder.Exists)
        {
            folder.Delete(recursive: true);
            folder.Refresh();
        }
    }
}
