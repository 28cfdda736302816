using System;
using System.IO;
using System.Threading;
using nanoFramework.M2Mqtt;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The device's own composition on a thread, over a folder, as README.md says it is run without hardware.</summary>
internal sealed class DeviceRun : IDisposable
{
    public const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private Thread? _thread;
    private Composition? _composition;
    private Exception? _failure;

    public DeviceRun()
    {
        Folder = Directory.CreateTempSubdirectory("device-").FullName + "/";
    }

    public string Folder { get; }

    public FakeBroker Broker { get; } = new();

    public UntouchableHardware Hardware { get; init; } = new();

    public TestSystem System { get; } = new();

    public PanicFile Panic => new(Folder + "panic.txt");

    public string Topic => "zhisan/v1/lab/nanoclr";

    /// <summary>Keys of README.md's configuration for a machine without hardware, with this broker.</summary>
    public (int Key, string Value)[] Configuration =>
    [
        (ConfigurationKeys.Site, "lab"), (ConfigurationKeys.Gateway, "nanoclr"), (ConfigurationKeys.Key, Key),
        (ConfigurationKeys.Network, "none"), (ConfigurationKeys.Clock, "system"), (ConfigurationKeys.Console, "none"),
        (ConfigurationKeys.Spread, "1"), (ConfigurationKeys.Period, "1"), (ConfigurationKeys.Seal, "1"), (ConfigurationKeys.BrokerHost, Broker.Host),
        (ConfigurationKeys.Sensor1, "demo channels=4 seed=7"),
    ];

    /// <summary>Stores keys in the device's own form.</summary>
    public void Store(params (int Key, string Value)[] keys)
    {
        GatewayConfiguration configuration = new(new DeviceFileStore(Folder, 15));
        Assert.Equal(StoreStatus.Ok, configuration.Load());
        foreach ((int key, string value) in keys)
        {
            Assert.True(ConfigurationKeys.Accepts(key, value), $"{ConfigurationKeys.Name(key)}={value}");
            configuration.SetCurrent(key, value);
        }

        Assert.Equal(StoreStatus.Ok, configuration.Save(GatewayConfiguration.BySerial));
    }

    public void Start()
    {
        PanicFile panicFile = Panic;
        _composition = new Composition(Folder, Folder + "card/", Hardware, System, panicFile, new Panic(panicFile, System));
        _failure = null;
        _thread = new Thread(() =>
        {
            try
            {
                _composition.Run();
            }
            catch (Exception failure)
            {
                _failure = failure;
            }
        });
        _thread.Start();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public void WaitForEnd()
    {
        Assert.True(_thread!.Join(Patience), "the loop does not end");
        Assert.Null(_failure);
    }

    /// <summary>Asks it to stop and waits until everything is put down.</summary>
    public void Stop()
    {
        _composition!.RequestStop();
        WaitForEnd();
    }

    /// <summary>Waits until the gateway is in some state.</summary>
    public void WaitFor(Func<Gateway, bool> wanted)
    {
        Assert.True(SpinWait.SpinUntil(() => wanted(_composition!.Gateway), Patience), "it never happens");
    }

    public Gateway Gateway => _composition!.Gateway;

    public Composition Composition => _composition!;

    public void Dispose()
    {
        if (_thread is { IsAlive: true })
        {
            _composition!.RequestStop();
            _thread.Join(Patience);
        }

        Broker.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
