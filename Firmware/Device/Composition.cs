using System;
using System.Threading;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
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

    /// <summary>Wi-Fi, DHCP, the first SNTP answer, a name, TCP, TLS on a slow line: more than a PC ever needs.</summary>
    private const int ConnectTimeoutMs = 90 * 1000;

    /// <summary>
    /// Segments beside the journal's own count, as many as its index has places: it goes beyond its count to write the tombstones
    /// that let it delete, and a store that refused it these would lock it out for ever.
    /// </summary>
    private const int SpareSegments = 4;

    /// <summary>The garden's time while the real one is unknown: 2026-06-01 06:00, so that there is weather at once.</summary>
    private const long DemoLocalMs = 1780293600000;

    private readonly DeviceConfiguration _configuration;
    private readonly IHardware _hardware;
    private readonly ISystem _system;
    private readonly DeviceClock _clock;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private readonly Watchdog _watchdog;
    private readonly GatewayLoop _loop;

    /// <summary>Builds everything; starts nothing.</summary>
    /// <param name="configuration">What to build.</param>
    /// <param name="hardware">What needs pins or radio.</param>
    /// <param name="system">The machine.</param>
    /// <param name="panicFile">What the run before may have left.</param>
    /// <param name="panic">What threads call when they cannot go on.</param>
    /// <exception cref="ConfigurationException">The configuration asks for what this build does not have.</exception>
    public Composition(
        DeviceConfiguration configuration, IHardware hardware, ISystem system, PanicFile panicFile, Panic panic)
    {
        _configuration = configuration;
        _hardware = hardware;
        _system = system;
        _clock = new DeviceClock(configuration.HasClock);
        Sampler sampler = MakeSampler();
        GatewayOptions options = MakeOptions(panicFile.Read());
        DeviceFileStore store = new DeviceFileStore(configuration.StorageRoot, configuration.Segments + SpareSegments);
        JournalOptions journalOptions = new JournalOptions();
        journalOptions.BudgetBytes = configuration.Segments * JournalLimits.SegmentFootprintBytes;
        journalOptions.MostChannels = sampler.ChannelCount;
        Journal journal = new Journal(store, journalOptions, configuration.Key);
        Gateway gateway = new Gateway(options, journal, MakeChannels(sampler), sampler, store, configuration.Key);
        _watchdog = new Watchdog(panic, store, WatchdogPatienceMs, WatchdogLookMs);
        MqttUplink uplink = MakeUplink(gateway.Topics, panic);
        _loop = new GatewayLoop(gateway, journal, store, sampler, uplink, _clock, _watchdog, panicFile, _wake);
        _loop.Attach(configuration.Card == null ? null : hardware.MakeCard(configuration.Card), OpenConsole(), MakeLight());
        _loop.ClockChip = configuration.ClockChip.Length == 0 ? null : hardware.MakeClockChip(configuration);
    }

    /// <summary>How the gateway is, for a person.</summary>
    public IStatusSource Status => _loop;

    /// <summary>Runs the gateway on the calling thread until a restart is asked for.</summary>
    public void Run()
    {
        _watchdog.Start();
        // A gateway that has no radio asks the hardware for nothing, noise included.
        _loop.Run(EpochSeed.Next(_configuration.Key, _configuration.UsesWifi ? _hardware.Noise : 0));
        _watchdog.Stop();
    }

    /// <summary>Asks the running gateway to stop properly; from any thread.</summary>
    public void RequestStop()
    {
        _loop.RequestReboot();
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

    private GatewayOptions MakeOptions(string panicText)
    {
        GatewayOptions options = new GatewayOptions();
        options.Site = _configuration.Site;
        options.Gateway = _configuration.Gateway;
        options.Firmware = BuildDefaults.FirmwareVersion;
        options.AckedByBroker = _configuration.AckedByBroker;
        options.PeriodSeconds = _configuration.PeriodSeconds;
        options.SealAgeMs = _configuration.SealSeconds * 1000L;
        options.ConnectTimeoutMs = ConnectTimeoutMs;
        options.PanicText = panicText;
        return options;
    }

    private Sampler MakeSampler()
    {
        Sampler sampler = new Sampler();
        SensorConfiguration[] sensors = _configuration.Sensors;
        for (int i = 0; i < sensors.Length; i++)
        {
            try
            {
                ISensor sensor = sensors[i].Type == SensorConfiguration.Demo
                    ? MakeDemo(sensors[i])
                    : _hardware.MakeSensor(sensors[i], _configuration);
                sampler.AddSensor(sensor, sensors[i].PeriodSeconds * 1000, 0);
            }
            catch (Exception wrong)
            {
                // Two sensors of one name, a period that is too short, a pin that cannot do it: restarting would not help.
                throw new ConfigurationException("sensors[" + i.ToString() + "]: " + wrong.Message);
            }
        }

        return sampler;
    }

    // The cable and the light are not what the gateway is for: it runs without them.
    private IConsolePort? OpenConsole()
    {
        try
        {
            return _configuration.Console == null ? null : _hardware.OpenConsole(_configuration.Console, _wake);
        }
        catch (Exception failure)
        {
            _system.Trace("no console: " + failure.Message);
            return null;
        }
    }

    private IStatusLight? MakeLight()
    {
        try
        {
            return _configuration.LedPin == DeviceConfiguration.NoPin ? null : _hardware.MakeLight(_configuration.LedPin);
        }
        catch (Exception failure)
        {
            _system.Trace("no light: " + failure.Message);
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
        string clientId = "zhisan-" + _configuration.Site + "-" + _configuration.Gateway;
        UplinkSettings first = new UplinkSettings(_configuration.Broker, clientId, topics);
        UplinkSettings? second = _configuration.SecondBroker == null ? null : new UplinkSettings(_configuration.SecondBroker, clientId, topics);
        INetwork network = _configuration.UsesWifi ? _hardware.MakeWifi(_configuration) : new PresentNetwork();
        return new MqttUplink(first, second, network, new EventInbox(_wake), _clock, panic);
    }
}
