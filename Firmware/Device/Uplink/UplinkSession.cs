using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>
/// One connection, from the attempt to the end, and the worker thread that owns its client. Everything that can block happens on
/// that thread; when it hangs, the main loop abandons the session and makes another one.
/// </summary>
internal sealed class UplinkSession
{
    /// <summary>The client gives a message up after three seconds and says so: a silence of this length means that it hangs.</summary>
    public const int StuckMs = 60 * 1000;

    private const int SubscribeTimeoutMs = 10 * 1000;
    private const int LookMs = 1000;
    private const int LeaveLooks = 30;
    private const int LeaveLookMs = 100;

    private readonly int _number;
    private readonly UplinkSettings _settings;
    private readonly INetwork _network;
    private readonly bool _suspect;
    private readonly EventInbox _inbox;
    private readonly DeviceClock _clock;
    private readonly Panic _panic;
    private readonly Thread _thread;
    private readonly Outbox _outbox = new Outbox();
    private readonly AutoResetEvent _subscribed = new AutoResetEvent(false);

    // Held while the client is called, so possibly for ever: the main loop must never wait for it.
    private readonly object _publishing = new object();
    private readonly PendingPublishes _pending = new PendingPublishes();
    private MqttClient? _client;

    // Guards the flags below; nothing is called while it is held.
    private readonly object _gate = new object();
    private bool _ending;
    private bool _polite;
    private bool _abandoned;

    /// <summary>Makes a session that has not begun.</summary>
    public UplinkSession(
        int number, UplinkSettings settings, INetwork network, bool suspect, EventInbox inbox, DeviceClock clock, Panic panic)
    {
        _number = number;
        _settings = settings;
        _network = network;
        _suspect = suspect;
        _inbox = inbox;
        _clock = clock;
        _panic = panic;
        _thread = new Thread(Run);
    }

    /// <summary>Whether the worker still runs, or hangs.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Begins: connect, subscribe, report.</summary>
    public void Start() => _thread.Start();

    /// <summary>Hands over a message; false when there is no room.</summary>
    public bool Publish(GatewayOutput output) => _outbox.Put(output, _clock.NowMs);

    /// <summary>Whether something handed over has had no answer for so long that the client must be hanging.</summary>
    public bool IsStuck(long nowMs) => _pending.OldestAgeMs(nowMs) > StuckMs || _outbox.OldestAgeMs(nowMs) > StuckMs;

    /// <summary>
    /// Turns away from the session without waiting. Its worker closes the client when it comes back to its senses; what it
    /// reports until then is history.
    /// </summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            _ending = true;
        }

        _outbox.Signal.Set();
    }

    /// <summary>
    /// Ends politely: what was handed over goes out and is answered, then a DISCONNECT. Waits six seconds at most.
    /// </summary>
    public void Leave()
    {
        for (int i = 0; i < LeaveLooks && IsAlive && !IsIdle(); i++)
        {
            Thread.Sleep(LeaveLookMs);
        }

        lock (_gate)
        {
            _polite = true;
            _ending = true;
        }

        _outbox.Signal.Set();
        _thread.Join(LeaveLooks * LeaveLookMs);
    }

    // In this order: a message leaves the outbox only after it waits for its answer.
    private bool IsIdle() => _outbox.IsEmpty && _pending.Count == 0;

    private bool IsEnding()
    {
        lock (_gate)
        {
            return _ending;
        }
    }

    private void Run()
    {
        try
        {
            if (Connect())
            {
                Serve();
            }

            Close();
        }
        catch (Exception failure)
        {
            // Expected failures are dealt with where they happen. This one is a bug: say so, do not limp on.
            _panic.Report("mqtt worker", failure);
        }
    }

    // Each step tells its own cause, because each has a different remedy.
    private bool Connect()
    {
        _inbox.PostPhase(_number, ConnectPhase.Network);
        if (!_network.TryBringUp(_suspect, out byte cause, out string detail))
        {
            return Fail(cause, detail);
        }

        return !IsEnding() && MakeClient() && !IsEnding() && OpenConnection() && !IsEnding() && Subscribe();
    }

    private bool MakeClient()
    {
        _inbox.PostPhase(_number, ConnectPhase.Dns);
        try
        {
            _settings.ReadCertificates();
        }
        catch (Exception failure)
        {
            return Fail(IncidentCause.Credentials, "certificate: " + failure.Message);
        }

        try
        {
            MqttClient client = _settings.MakeClient();
            client.Settings.InflightQueueSize = ClientQueueSlots;
            client.ConnectionClosed += OnClosed;
            client.MqttMsgPublished += OnPublished;
            client.MqttMsgPublishReceived += OnReceived;
            client.MqttMsgSubscribed += OnSubscribed;
            _client = client;
            return true;
        }
        catch (Exception failure)
        {
            // All that the constructor does is to resolve the name.
            return Fail(IncidentCause.Dns, _settings.Host + " does not resolve: " + failure.Message);
        }
    }

    // Twice what we hand over: what arrives passes through the same queue, and is dropped there in silence when it is full.
    private static int ClientQueueSlots => 2 * (Outbox.Slots + PendingPublishes.Slots);

    private bool OpenConnection()
    {
        MqttReasonCode answer;

        // TCP, TLS and CONNACK are one call of the client: while it lasts nobody can tell them apart.
        _inbox.PostPhase(_number, ConnectPhase.Tcp);
        try
        {
            answer = _client!.Connect(
                _settings.ClientId, _settings.User!, _settings.Password!, true, MqttQoSLevel.AtLeastOnce, true,
                _settings.Topics.State, "offline", true, UplinkSettings.KeepAliveSeconds);
        }
        catch (Exception failure)
        {
            bool reachable = _settings.UseTls && !IsEnding() && CanReachBroker();
            return reachable
                ? Fail(IncidentCause.Credentials, "TLS handshake failed: check CA, certificate and the date")
                : Fail(IncidentCause.Broker, Describe(failure));
        }

        switch (answer)
        {
            case MqttReasonCode.Success:
                return true;

            case MqttReasonCode.ConnectionRefusedIdentifierRejected:
            case MqttReasonCode.ConnectionRefusedBadUserNameOrPassword:
            case MqttReasonCode.ConnectionRefusedNotAuthorized:
                return Fail(IncidentCause.Credentials, "the broker refuses this user or password");

            default:
                return Fail(IncidentCause.Broker, "the broker refuses, code " + ((int)answer).ToString());
        }
    }

    // The client says of a failed connect neither whether TCP or TLS failed. Evidence: does TCP alone work?
    private bool CanReachBroker()
    {
        try
        {
            IPAddress[] addresses = Dns.GetHostEntry(_settings.Host).AddressList;
            using Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(new IPEndPoint(addresses[0], _settings.Port));
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private bool Subscribe()
    {
        try
        {
            _client!.Subscribe(
                new[] { _settings.Topics.Ack, _settings.Topics.Command },
                new[] { MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtLeastOnce });
        }
        catch (Exception failure)
        {
            return Fail(IncidentCause.Broker, Describe(failure));
        }

        // The handler reports "up", so that nothing that arrives later can be reported earlier.
        return _subscribed.WaitOne(SubscribeTimeoutMs, false) || Fail(IncidentCause.Broker, "no answer to SUBSCRIBE");
    }

    private void Serve()
    {
        while (!IsEnding())
        {
            OutgoingMessage? message = _outbox.Peek();
            if (message == null)
            {
                _outbox.Signal.WaitOne(LookMs, false);
            }
            else
            {
                Send(message);
                _outbox.Drop();
            }
        }
    }

    private void Send(OutgoingMessage message)
    {
        bool sent = false;
        int forgotten = GatewayOutput.NoToken;
        try
        {
            // An answer can be here before Publish returns: it waits in its handler for this lock. Publish itself only queues.
            lock (_publishing)
            {
                ushort packetId = _client!.Publish(
                    message.Topic, message.Payload, null!, null!,
                    message.Qos == 0 ? MqttQoSLevel.AtMostOnce : MqttQoSLevel.AtLeastOnce, message.Retain);
                sent = message.Qos == 0 || _pending.Add(packetId, message.Token, _clock.NowMs, out forgotten);
            }
        }
        catch (MqttClientException)
        {
            // The client's queue is full, so it is not sending: without a result the core would wait for its own timeout.
            sent = false;
        }
        catch (Exception failure)
        {
            Fail(IncidentCause.Broker, Describe(failure));
            return;
        }

        Refuse(forgotten);
        if (!sent)
        {
            Refuse(message.Token);
        }
    }

    private void Refuse(int token)
    {
        if (token != GatewayOutput.NoToken)
        {
            _inbox.PostResult(_number, token, false);
        }
    }

    // A refused client goes on reading a dead socket in a tight loop until it is closed: every way out leads through here.
    private void Close()
    {
        MqttClient? client = _client;
        if (client == null)
        {
            return;
        }

        bool polite;
        lock (_gate)
        {
            _ending = true;
            polite = _polite && !_abandoned;
        }

        try
        {
            if (polite)
            {
                client.Disconnect();
            }

            client.Close();
        }
        // nanocheck: allow NC124 because the connection is given up, and its end was reported before.
        catch (Exception)
        {
        }
    }

    // Reports the end once; what follows the first report is only its echo.
    private bool Fail(byte cause, string detail)
    {
        lock (_gate)
        {
            if (_ending)
            {
                return false;
            }

            _ending = true;
        }

        _inbox.PostDown(_number, cause, detail);
        _outbox.Signal.Set();
        _subscribed.Set();
        return false;
    }

    private static string Describe(Exception failure) =>
        failure.Message != null && failure.Message.Length > 0 ? failure.Message : failure.GetType().Name;

    // The handlers run on the client's thread, where an exception would end the connection: none may leave them.
    private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e)
    {
        try
        {
            MqttQoSLevel[] granted = e.GrantedQoSLevels;
            if (granted != null && granted.Length > 0 && granted[0] == MqttQoSLevel.GrantedFailure)
            {
                Fail(IncidentCause.Credentials, "the broker refuses the subscription to " + _settings.Topics.Ack);
                return;
            }

            if (!IsEnding())
            {
                _inbox.PostUp(_number);
                _subscribed.Set();
            }
        }
        catch (Exception failure)
        {
            Fail(IncidentCause.Broker, Describe(failure));
        }
    }

    private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
    {
        try
        {
            bool known;
            int token;
            lock (_publishing)
            {
                known = _pending.Take(e.MessageId, out token);
            }

            if (known && token != GatewayOutput.NoToken)
            {
                _inbox.PostResult(_number, token, e.IsPublished);
            }
        }
        catch (Exception failure)
        {
            Fail(IncidentCause.Broker, Describe(failure));
        }
    }

    private void OnReceived(object sender, MqttMsgPublishEventArgs e)
    {
        try
        {
            _inbox.PostMessage(_number, e.Topic ?? string.Empty, e.Message ?? new byte[0]);
        }
        catch (Exception failure)
        {
            Fail(IncidentCause.Broker, Describe(failure));
        }
    }

    private void OnClosed(object sender, EventArgs e)
    {
        try
        {
            Fail(IncidentCause.Broker, "the connection ended");
        }
        catch (Exception failure)
        {
            _panic.Report("mqtt handler", failure);
        }
    }
}
