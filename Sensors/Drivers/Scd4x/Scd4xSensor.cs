namespace ZhiSan.Edge.Sensors.Drivers.Scd4x;

/// <summary>
/// CO2, temperature and humidity with a Sensirion SCD40 or SCD41, measuring by itself every five seconds. Spoken to directly: see
/// the README beside this file for why not through the maintained driver.
/// </summary>
public sealed class Scd4xSensor : ISensor
{
    private const int FrameBytes = 9;
    private const int StatusBytes = 3;

    /// <summary>The part needs 1 ms between a command and its answer.</summary>
    private const int CommandMs = 1 + ClockSlack.Ms;

    /// <summary>Bits of the status word that say "data ready" (data sheet section 3.9.2).</summary>
    private const int ReadyMask = 0x07FF;

    /// <summary>Where the part's output ends; 0 is what it gives before its first measurement.</summary>
    private const int MaxPpm = 40000;

    private readonly Channel[] _channels;
    private readonly int _bus;
    private readonly int _address;
    private readonly byte[] _startPeriodic = { 0x21, 0xB1 };
    private readonly byte[] _askReady = { 0xE4, 0xB8 };
    private readonly byte[] _readMeasurement = { 0xEC, 0x05 };
    private readonly byte[] _status = new byte[StatusBytes];
    private readonly byte[] _frame = new byte[FrameBytes];
    private I2cPart? _part;
    private bool _measuring;
    private Step _step;
    private long _answerMs;

    private enum Step
    {
        AskReady,
        ReadReady,
        ReadFrame,
    }

    /// <summary>Names the sensor; touches nothing yet.</summary>
    /// <param name="bus">I2C bus.</param>
    /// <param name="address">0x62.</param>
    /// <param name="name">What the channels begin with; empty for <c>room</c>.</param>
    public Scd4xSensor(int bus, int address, string name)
    {
        _bus = bus;
        _address = address;
        _channels = new[]
        {
            new Channel(ChannelName.Make(name, "room", "co2"), "ppm", 0),
            new Channel(ChannelName.Make(name, "room", "temperature"), "Cel", 2),
            new Channel(ChannelName.Make(name, "room", "humidity"), "%RH", 2),
        };
    }

    /// <inheritdoc/>
    public string Id => "scd4x";

    /// <inheritdoc/>
    public int ChannelCount => _channels.Length;

    /// <inheritdoc/>
    public int TimeoutMs => 6500;

    /// <inheritdoc/>
    public Channel GetChannel(int index) => _channels[index];

    /// <inheritdoc/>
    public void Start(long monotonicMs)
    {
        _part ??= new I2cPart(_bus, _address);
        if (!_measuring)
        {
            // A part that already measures (the gateway restarted, it did not) refuses this, and that is as well.
            _part.Write(_startPeriodic);
            _measuring = true;
        }

        _step = Step.AskReady;
        _answerMs = monotonicMs;
    }

    /// <inheritdoc/>
    public SensorStatus Poll(long monotonicMs, Scan target, int firstChannel)
    {
        if (monotonicMs < _answerMs)
        {
            return SensorStatus.Busy;
        }

        switch (_step)
        {
            case Step.AskReady:
                return Ask(_askReady, Step.ReadReady, monotonicMs);

            case Step.ReadReady:
                if (!_part!.Read(_status) || !SensirionFrame.TryReadWord(_status, 0, out int status))
                {
                    return Fail();
                }

                bool ready = (status & ReadyMask) != 0;
                return ready
                    ? Ask(_readMeasurement, Step.ReadFrame, monotonicMs)
                    : Again(monotonicMs);

            default:
                return ReadFrame(target, firstChannel);
        }
    }

    private SensorStatus ReadFrame(Scan target, int firstChannel)
    {
        if (!_part!.Read(_frame) || !SensirionFrame.TryReadWord(_frame, 0, out int ppm)
            || !SensirionFrame.TryReadWord(_frame, 1, out int temperature)
            || !SensirionFrame.TryReadWord(_frame, 2, out int humidity))
        {
            return Fail();
        }

        bool inRange = ppm > 0 && ppm < MaxPpm;
        target.Set(firstChannel, ppm, inRange ? Quality.Good : Quality.OutOfRange);
        target.Set(firstChannel + 1, SensirionFrame.CentiCelsius(temperature), Quality.Good);
        target.Set(firstChannel + 2, SensirionFrame.CentiPercent(humidity), Quality.Good);
        return SensorStatus.Ready;
    }

    private SensorStatus Ask(byte[] command, Step next, long monotonicMs)
    {
        if (!_part!.Write(command))
        {
            return Fail();
        }

        _step = next;
        _answerMs = monotonicMs + CommandMs;
        return SensorStatus.Busy;
    }

    // A new reading comes every five seconds: asking four times a second costs nothing and is soon enough.
    private SensorStatus Again(long monotonicMs)
    {
        const int AskAgainMs = 250;
        _step = Step.AskReady;
        _answerMs = monotonicMs + AskAgainMs;
        return SensorStatus.Busy;
    }

    private SensorStatus Fail()
    {
        _measuring = false;
        return SensorStatus.Failed;
    }
}
