using System;
using System.Threading;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>
/// Carries out the core's network outputs over nanoFramework.M2Mqtt. It keeps no messages: the core's window is the only outbox.
/// Nothing here blocks the main loop, except <see cref="Leave"/> at the very end.
/// </summary>
public sealed class MqttUplink
{
    /// <summary>Sessions that may hang beside the present one. Each holds a thread, a socket and the client's buffers.</summary>
    private const int MaxHanging = 2;

    /// <summary>Attempts refused in a row for want of a free worker until the gateway restarts: hours.</summary>
    private const int MaxRefused = 20;

    /// <summary>After so many failures in a row the network itself is brought up anew.</summary>
    private const int SuspectAfter = 2;

    /// <summary>How long it is left alone then: the radio's driver loses some memory each time.</summary>
    private const long SuspectPauseMs = 60 * 60 * 1000;

    private readonly UplinkSettings _first;
    private readonly UplinkSettings? _second;
    private readonly INetwork _network;
    private readonly EventInbox _inbox;
    private readonly DeviceClock _clock;
    private readonly Panic _panic;
    private readonly UplinkSession?[] _hanging = new UplinkSession?[MaxHanging];
    private UplinkSession? _session;
    private int _connection;
    private int _refused;
    private int _failures;
    private long _nextSuspectMs;
    private NetworkProbe? _probe;
    private bool _probeEnded;
    private bool _isWaiting;
    private bool _waitsForSecond;

    /// <summary>Makes an uplink without a connection.</summary>
    /// <param name="first">The broker.</param>
    /// <param name="second">The broker to turn to when the first does not answer, or null.</param>
    /// <param name="network">What must be there before.</param>
    /// <param name="inbox">Takes what happens.</param>
    /// <param name="clock">Monotonic time.</param>
    /// <param name="panic">What a thread calls that cannot go on.</param>
    public MqttUplink(
        UplinkSettings first, UplinkSettings? second, INetwork network, EventInbox inbox, DeviceClock clock, Panic panic)
    {
        _first = first;
        _second = second;
        _network = network;
        _inbox = inbox;
        _clock = clock;
        _panic = panic;
    }

    /// <summary>How strong the radio was when it joined last, in dBm; 0 when that is not known.</summary>
    public int RssiDbm => _network.RssiDbm;

    /// <summary>Keeps the network's clock going. Every minute or so; waits for nothing.</summary>
    public void KeepClock() => _network.KeepClock();

    /// <summary>Why the last connection failed, in words; empty before the first failure.</summary>
    public string LastFailure { get; private set; } = string.Empty;

    /// <summary>Abandons what there is and begins an attempt.</summary>
    /// <param name="toSecond">Whether to the second broker; without one it is the first.</param>
    public void Connect(bool toSecond)
    {
        bool free = Abandon();
        _connection++;
        _isWaiting = IsProbing();
        _waitsForSecond = toSecond;
        if (!_isWaiting)
        {
            Begin(toSecond, free);
        }
    }

    /// <summary>
    /// Begins one of the probes of <see cref="ProbeFinding"/> in place of the connection, which ends; one that is asked for meanwhile
    /// begins behind the probe. False when there is no radio to look with, or when earlier workers still hang.
    /// </summary>
    public bool BeginProbe(byte probe, AutoResetEvent wake)
    {
        bool isPossible = probe == ProbeFinding.Broker || _network.HasRadio;
        if (!isPossible || (_probe != null && _probe.IsAlive))
        {
            return false;
        }

        bool wasConnected = _session != null;
        if (!Abandon())
        {
            return false;
        }

        if (wasConnected)
        {
            _inbox.PostDown(_connection, IncidentCause.Broker, "the way to the broker is being tested");
        }

        _probe = new NetworkProbe(probe, _first, _network, _clock, wake, _panic);
        _probeEnded = false;
        _probe.Start();
        return true;
    }

    /// <summary>The next finding of the probe.</summary>
    public int NextFinding(ProbeFinding finding) => _probe == null ? ProbeFinding.Done : _probe.Next(finding);

    /// <summary>The probe is over, or hangs: a connection need not wait for it.</summary>
    public void EndProbe() => _probeEnded = true;

    private bool IsProbing() => _probe != null && !_probeEnded && _probe.IsAlive;

    private void Begin(bool toSecond, bool free)
    {
        if (!free)
        {
            _refused++;
            if (_refused > MaxRefused)
            {
                _panic.Report("mqtt", "no connection attempt comes back", true);
            }

            _inbox.PostDown(_connection, IncidentCause.Broker, "earlier connection attempts still hang");
            return;
        }

        _refused = 0;
        try
        {
            _session = new UplinkSession(
                _connection, toSecond && _second != null ? _second : _first, _network, SuspectsNetwork(), _inbox, _clock, _panic);
            _session.Start();
        }
        catch (Exception failure)
        {
            // No memory for another thread: sampling goes on, and the core asks again later.
            _session = null;
            _inbox.PostDown(_connection, IncidentCause.Broker, "no worker: " + failure.Message);
        }
    }

    /// <summary>Drops the connection, or the attempt, without waiting.</summary>
    public void Disconnect()
    {
        Abandon();
        _connection++;
        _isWaiting = false;
    }

    /// <summary>Hands a message over; false when there is no connection, or when its outbox is full.</summary>
    public bool Publish(GatewayOutput output) => _session != null && _session.Publish(output);

    /// <summary>Leaves politely. Waits a few seconds at most.</summary>
    public void Leave()
    {
        _session?.Leave();
        Abandon();
    }

    /// <summary>The next event of the present connection; false when there is none.</summary>
    public bool Take(UplinkEvent happened)
    {
        if (_session != null && _session.IsStuck(_clock.NowMs))
        {
            Abandon();
            _inbox.PostDown(_connection, IncidentCause.Broker, "the MQTT client hangs: replaced");
        }

        if (_isWaiting && !IsProbing())
        {
            _isWaiting = false;
            Begin(_waitsForSecond, Abandon());
        }

        while (_inbox.Take(happened))
        {
            if (happened.Connection == _connection)
            {
                Note(happened);
                return true;
            }
        }

        return false;
    }

    private bool SuspectsNetwork()
    {
        long now = _clock.NowMs;
        bool suspects = _failures >= SuspectAfter && now >= _nextSuspectMs;
        _nextSuspectMs = suspects ? now + SuspectPauseMs : _nextSuspectMs;
        return suspects;
    }

    private void Note(UplinkEvent happened)
    {
        if (happened.Kind == UplinkEventKind.Up)
        {
            _failures = 0;
        }
        else if (happened.Kind == UplinkEventKind.Down)
        {
            _failures++;
            LastFailure = happened.Detail;
            Disconnect();
        }
    }

    // Whether there is room for another session afterwards.
    private bool Abandon()
    {
        UplinkSession? left = _session;
        _session = null;
        left?.Abandon();
        bool free = false;
        for (int i = 0; i < MaxHanging; i++)
        {
            if (_hanging[i] != null && !_hanging[i]!.IsAlive)
            {
                _hanging[i] = null;
            }

            if (_hanging[i] == null && left != null)
            {
                _hanging[i] = left;
                left = null;
            }

            free = free || _hanging[i] == null;
        }

        // A session begins only while a place is free to park it in.
        Invariant.Check(left == null, "an abandoned session has a place");
        return free;
    }
}
