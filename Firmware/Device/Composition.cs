using System;
using System.Threading;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Device.Configuration;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Supervision;
using ZhiSan.Edge.Device.Terminal;
using ZhiSan.Edge.Device.Uplink;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;

namespace ZhiSan.Edge.Device;

/// <summary>Builds a gateway from its configuration: the one place that knows every part.</summary>
public sealed class Composition
{
    /// <summary>Longest silence of the main loop: far above its longest step, and above the recovery of a full ring.</summary>
    private const int WatchdogPatienceMs = 120 * 1000;

    private const int WatchdogLookMs = 5 * 1000;

    /// <summary>Wi-Fi, DHCP and the first SNTP answer come in one phase, TCP, TLS and CONNACK in another.</summary>
    private const int NetworkTimeoutMs = 90 * 1000;

    private const int ConnectTimeoutMs = 70 * 1000;

    /// <summary>
    /// Segments beside the journal's own count, as many as its index has places: it goes beyond its count to write the tombstones
    /// that let it delete, and a store that refused it these would lock it out for ever.
    /// </summary>
    private const int SpareSegments = 4;

    /// <summary>The garden's time while the real one is unknown: 2026-06-01 06:00, so that there is weather at once.</summary>
    private const long DemoLocalMs = 1780293600000;

    private readonly GatewayConfiguration _configuration;
    private readonly IHardware _hardware;
    private readonly ISystem _system;
    private readonly DeviceClock _clock;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private readonly Watchdog _watchdog;
    private readonly GatewayLoop _loop;
    private readonly byte[] _key;

    /// <summary>Builds everything; starts nothing. A configuration that cannot be read is that of the factory.</summary>
    /// <param name="flashRoot">Folder of configuration and journal, with its final separator.</param>
    /// <param name="cardRoot">Folder of the journal when it lies on a card.</param>
    /// <param name="hardware">What needs pins or radio.</param>
    /// <param name="system">The machine.</param>
    /// <param name="panicFile">What the run before may have left.</param>
    /// <param name="panic">What threads call when they cannot go on.</param>
    public Composition(
        string flashRoot, string cardRoot, IHardware hardware, ISystem system, PanicFile panicFile, Panic panic)
    {
        _hardware = hardware;
        _system = system;
        DeviceFileStore flash = new DeviceFileStore(flashRoot, BuildDefaults.Segments + SpareSegments);
        _configuration = new GatewayConfiguration(flash);
        if (_configuration.Load() != StoreStatus.Ok)
        {
            system.Trace("configuration: " + flash.LastError);
        }

        bool onCard = Saved(ConfigurationKeys.Storage) == "card";
        int segments = _configuration.Number(ConfigurationKeys.Segments);
        if (!onCard && segments > BuildDefaults.Segments)
        {
            segments = BuildDefaults.Segments;
        }

        DeviceFileStore store = onCard ? new DeviceFileStore(cardRoot, segments + SpareSegments) : flash;
        _clock = new DeviceClock(Saved(ConfigurationKeys.Clock) != "none");
        _key = _configuration.DeviceKey();
        Sampler sampler = MakeSampler();
        JournalOptions journalOptions = new JournalOptions();
        journalOptions.BudgetBytes = segments * JournalLimits.SegmentFootprintBytes;
        journalOptions.MostChannels = sampler.ChannelCount;

        // Shorter messages: several of them are in the heap at once.
        journalOptions.MessageBytes = ReplayReader.ShortestRunBytes;
        Journal journal = new Journal(store, journalOptions, _key);
        Gateway = new Gateway(MakeOptions(panicFile.Read()), journal, MakeChannels(sampler), sampler, store, _key);
        Gateway.Settings = _configuration;
        _watchdog = new Watchdog(panic, store, WatchdogPatienceMs, WatchdogLookMs);
        _loop = new GatewayLoop(Gateway, store, sampler, MakeUplink(Gateway.Topics, panic), _clock, _watchdog, system, panicFile, _wake);
        _loop.Attach(_configuration, onCard ? hardware.MakeCard() : null, OpenConsole(), MakeLight(), MakeClockChip());
    }

    /// <summary>The gateway, for reports; only the loop may change it.</summary>
    public Gateway Gateway { get; }

    /// <summary>Runs the gateway on the calling thread until a restart is asked for.</summary>
    public void Run()
    {
        _watchdog.Start();

        // A gateway that has no radio asks the hardware for nothing, noise included.
        _loop.Run(EpochSeed.Next(_key, UsesWifi() ? _hardware.Noise : 0));
        _watchdog.Stop();
    }

    /// <summary>Asks the running gateway to stop properly; from any thread.</summary>
    public void RequestStop()
    {
        _loop.Reboot();
        _wake.Set();
    }

    private static ChannelSetBody MakeChannels(Sampler sampler)
    {
        ChannelSetBody channels = new ChannelSetBody(sampler.ChannelCount);
        for (int i = 0; i < sampler.ChannelCount; i++)
        {
            Channel channel = sampler.GetChannel(i);
            channels.Names[i] = channel.Name;
            channels.Units[i] = channel.Unit;
            channels.Decimals[i] = (byte)channel.Decimals;
        }

        return channels;
    }

    private string Saved(int key) => _configuration.Saved(key);

    private bool UsesWifi() => Saved(ConfigurationKeys.Network) == "wifi";

    private GatewayOptions MakeOptions(string panicText)
    {
        GatewayOptions options = new GatewayOptions();
        _configuration.ApplyTo(options);
        options.Firmware = BuildDefaults.FirmwareVersion;
        options.PhaseTimeoutsMs[ConnectPhase.Network] = NetworkTimeoutMs;
        options.PhaseTimeoutsMs[ConnectPhase.Tcp] = ConnectTimeoutMs;
        options.MostUntaken = Outbox.PagesAtOnce;
        options.HasSecondary = Saved(ConfigurationKeys.Broker2Host).Length > 0;
        options.HasClockChip = Saved(ConfigurationKeys.ClockChip) != "none";
        options.PanicText = panicText;
        return options;
    }

    // A line that this board cannot build leaves its sensor out: a typing error must not cost the other sensors' readings.
    private Sampler MakeSampler()
    {
        Sampler sampler = new Sampler();
        int period = _configuration.Number(ConfigurationKeys.Period);
        for (int i = 0; i < ConfigurationKeys.SensorCount; i++)
        {
            string line = Saved(ConfigurationKeys.Sensor1 + i);
            try
            {
                if (line.Length > 0)
                {
                    SensorConfiguration sensor = new SensorConfiguration(line, period);
                    sampler.AddSensor(sensor.Type == "demo" ? MakeDemo(sensor) : _hardware.MakeSensor(sensor), sensor.PeriodSeconds * 1000, 0);
                }
            }
            catch (Exception wrong)
            {
                _system.Trace(ConfigurationKeys.Name(ConfigurationKeys.Sensor1 + i) + " left out: " + wrong.Message);
            }
        }

        return sampler;
    }

    // The cable, the light and the clock chip are not what the gateway is for: it runs without them.
    private IConsolePort? OpenConsole()
    {
        try
        {
            return Saved(ConfigurationKeys.Console) == "none" ? null : _hardware.OpenConsole(_wake);
        }
        catch (Exception failure)
        {
            _system.Trace("no console: " + failure.Message);
            return null;
        }
    }

    private IStatusLight? MakeLight()
    {
        int pin = _configuration.Number(ConfigurationKeys.Led);
        try
        {
            return pin < 0 ? null : _hardware.MakeLight(pin);
        }
        catch (Exception failure)
        {
            _system.Trace("no light: " + failure.Message);
            return null;
        }
    }

    private IClockChip? MakeClockChip()
    {
        string chip = Saved(ConfigurationKeys.ClockChip);
        try
        {
            return chip == "none" ? null : _hardware.MakeClockChip(chip);
        }
        catch (Exception failure)
        {
            _system.Trace("no clock chip: " + failure.Message);
            return null;
        }
    }

    private DemoSensor MakeDemo(SensorConfiguration sensor)
    {
        long localMsAtZero = _clock.TryGetUtcMs(out long utcMs) ? utcMs - _clock.NowMs : DemoLocalMs;
        return new DemoSensor(sensor.Seed, localMsAtZero, sensor.Channels);
    }

    private MqttUplink MakeUplink(Topics topics, Panic panic)
    {
        UplinkSettings first = new UplinkSettings(_configuration, false, topics);
        UplinkSettings? second = Saved(ConfigurationKeys.Broker2Host).Length == 0 ? null : new UplinkSettings(_configuration, true, topics);
        string sntp = Saved(ConfigurationKeys.Clock) == "sntp" ? Saved(ConfigurationKeys.Sntp) : string.Empty;
        INetwork network = UsesWifi()
            ? _hardware.MakeWifi(Saved(ConfigurationKeys.WifiSsid), Saved(ConfigurationKeys.WifiPassword), sntp, first.UseTls)
            : new PresentNetwork();
        return new MqttUplink(first, second, network, new EventInbox(_wake), _clock, panic);
    }
}
