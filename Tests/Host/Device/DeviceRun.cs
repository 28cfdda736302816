using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using nanoFramework.M2Mqtt;
using Xunit;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The device's own composition on a thread, over a folder, as README.md says it is run without hardware.</summary>
internal sealed class DeviceRun : IDisposable
{
    public const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Thread? _thread;
    private Composition? _composition;
    private Exception? _failure;

    public DeviceRun()
    {
        Folder = Directory.CreateTempSubdirectory("device-").FullName + "/";
    }

    public string Folder { get; }

    public FakeBroker Broker { get; } = new();

    public UntouchableHardware Hardware { get; } = new();

    public TestSystem System { get; } = new();

    public PanicFile Panic => new(Folder + "panic.txt");

    public string Topic => "zhisan/v1/lab/nanoclr";

    /// <summary>The configuration of README.md with this broker and folder.</summary>
    public string Configuration => JsonSerializer.Serialize(new
    {
        site = "lab",
        gateway = "nanoclr",
        key = Key,
        network = "none",
        clock = "system",
        periodSeconds = 1,
        sealSeconds = 1,
        storage = Folder,
        broker = new { host = Broker.Host, port = 1883 },
        sensors = new[] { new { type = "demo", channels = 4, seed = 7 } },
    });

    public void Start()
    {
        string path = Folder + "gateway.json";
        File.WriteAllText(path, Configuration);
        PanicFile panicFile = Panic;
        _composition = new Composition(
            ConfigurationFile.Load(path, new NanoJsonParser()), Hardware, System, panicFile, new Panic(panicFile, System));
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

    /// <summary>Asks it to stop and waits until everything is put down.</summary>
    public void Stop()
    {
        _composition!.RequestStop();
        Assert.True(_thread!.Join(Patience), "the loop does not end");
        Assert.Null(_failure);
    }

    /// <summary>What <c>status</c> says.</summary>
    public string Status()
    {
        TextBuffer text = new(1024);
        _composition!.Status.Describe(text);
        return Encoding.UTF8.GetString(text.Bytes, 0, text.Length);
    }

    /// <summary>Waits until a text stands in the status.</summary>
    public void WaitForStatus(Func<string, bool> wanted)
    {
        Assert.True(SpinWait.SpinUntil(() => wanted(Status()), Patience), Status());
    }

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
