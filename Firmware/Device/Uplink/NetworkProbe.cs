using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using ZhiSan.Edge.Core.Console;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Device.Uplink;

/// <summary>
/// A technician's look at the radio or at the way to the broker. It takes the place of the MQTT worker: a module without PSRAM has no
/// memory for two clients, and the radio joins one network at a time.
/// </summary>
internal sealed class NetworkProbe
{
    private const int AnswerMs = 10 * 1000;
    private const int WeakDbm = -80;
    private const int MostNetworks = ProbeFindings.Most;

    private readonly byte _probe;
    private readonly UplinkSettings _settings;
    private readonly INetwork _network;
    private readonly DeviceClock _clock;
    private readonly AutoResetEvent _wake;
    private readonly Panic _panic;
    private readonly Thread _thread;
    private readonly ProbeFindings _findings = new ProbeFindings();
    private readonly AutoResetEvent _answered = new AutoResetEvent(false);
    private readonly object _publishing = new object();
    private int _packetId;

    /// <summary>Makes a probe that has not begun.</summary>
    public NetworkProbe(byte probe, UplinkSettings settings, INetwork network, DeviceClock clock, AutoResetEvent wake, Panic panic)
    {
        _probe = probe;
        _settings = settings;
        _network = network;
        _clock = clock;
        _wake = wake;
        _panic = panic;
        _thread = new Thread(Run);
    }

    /// <summary>Whether it still looks, or hangs.</summary>
    public bool IsAlive => !_findings.IsOver && _thread.IsAlive;

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>The next finding, without waiting.</summary>
    public int Next(ProbeFinding finding) => _findings.Next(finding);

    private void Run()
    {
        try
        {
            switch (_probe)
            {
                case ProbeFinding.WifiScan:
                    Scan();
                    break;

                case ProbeFinding.WifiTest:
                    Join();
                    break;

                default:
                    WalkToBroker();
                    break;
            }

            _findings.End();
            _wake.Set();
        }
        catch (Exception failure)
        {
            _panic.Report("network probe", failure);
        }
    }

    private void Scan()
    {
        string[] names = new string[MostNetworks];
        int[] strengths = new int[MostNetworks];
        int count = _network.Scan(names, strengths);
        for (int i = 0; i < count; i++)
        {
            _findings.Add(names[i], ProbeFinding.Pass, string.Empty, strengths[i]);
        }
    }

    private void Join()
    {
        if (!_network.TryBringUp(true, out _, out string detail))
        {
            Tell("wifi", false, detail);
            return;
        }

        int strength = _network.RssiDbm;
        bool isWeak = strength != 0 && strength < WeakDbm;
        _findings.Add("wifi", isWeak ? ProbeFinding.Warn : ProbeFinding.Pass, strength != 0 ? strength.ToString() + " dBm" : "joined", strength);
    }

    private void WalkToBroker()
    {
        if (!_network.TryBringUp(false, out _, out string detail))
        {
            Tell("dns", false, detail);
            return;
        }

        IPAddress? address = Resolve();
        if (address != null && Reach(address))
        {
            Connect();
        }
    }

    private IPAddress? Resolve()
    {
        if (_settings.Host.Length == 0)
        {
            Tell("dns", false, "broker.host is not set");
            return null;
        }

        try
        {
            IPAddress[] addresses = Dns.GetHostEntry(_settings.Host).AddressList;
            for (int i = 0; i < addresses.Length; i++)
            {
                if (addresses[i].AddressFamily == AddressFamily.InterNetwork)
                {
                    Tell("dns", true, addresses[i].ToString());
                    return addresses[i];
                }
            }

            Tell("dns", false, _settings.Host + " has no IPv4 address");
        }
        catch (Exception failure)
        {
            Tell("dns", false, _settings.Host + " does not resolve: " + failure.Message);
        }

        return null;
    }

    private bool Reach(IPAddress address)
    {
        long begunMs = _clock.NowMs;
        string port = "port " + _settings.Port.ToString();
        try
        {
            using Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(new IPEndPoint(address, _settings.Port));
            return Tell("tcp", true, port + ", " + (_clock.NowMs - begunMs).ToString() + " ms");
        }
        catch (Exception failure)
        {
            return Tell("tcp", false, port + ": " + failure.Message);
        }
    }

    // TCP works by now: a client that cannot connect with TLS fails at that.
    private void Connect()
    {
        MqttClient? client = null;
        try
        {
            client = _settings.MakeClient();
            client.MqttMsgPublished += OnPublished;
            MqttReasonCode answer = client.Connect(
                _settings.ClientId + ".test", _settings.User!, _settings.Password!, false, MqttQoSLevel.AtMostOnce, false,
                null!, null!, true, UplinkSettings.KeepAliveSeconds);
            if (_settings.UseTls)
            {
                Tell("tls", true, string.Empty);
            }

            if (Tell("connack", answer == MqttReasonCode.Success, Describe(answer)))
            {
                Publish(client);
                client.Disconnect();
            }
        }
        catch (Exception failure)
        {
            Tell(_settings.UseTls ? "tls" : "connack", false, failure.Message);
        }

        Close(client);
    }

    private static string Describe(MqttReasonCode answer)
    {
        switch (answer)
        {
            case MqttReasonCode.Success: return "accepted";
            case MqttReasonCode.ConnectionRefusedIdentifierRejected:
            case MqttReasonCode.ConnectionRefusedBadUserNameOrPassword:
            case MqttReasonCode.ConnectionRefusedNotAuthorized: return "the broker refuses this user or password";
            default: return "the broker refuses, code " + ((int)answer).ToString();
        }
    }

    private void Publish(MqttClient client)
    {
        long begunMs = _clock.NowMs;

        // The answer can be here before Publish returns: it waits in its handler for this lock.
        lock (_publishing)
        {
            _packetId = client.Publish(
                _settings.Topics.Root + "/test", new[] { (byte)'t' }, null!, null!, MqttQoSLevel.AtLeastOnce, false);
        }

        bool isTaken = _answered.WaitOne(AnswerMs, false);
        Tell("publish", isTaken, isTaken ? "acknowledged in " + (_clock.NowMs - begunMs).ToString() + " ms" : "not acknowledged");
    }

    private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
    {
        lock (_publishing)
        {
            if (e.IsPublished && e.MessageId == _packetId)
            {
                _answered.Set();
            }
        }
    }

    // A refused client goes on reading a dead socket until it is closed.
    private static void Close(MqttClient? client)
    {
        try
        {
            client?.Close();
        }
        // nanocheck: allow NC124 because the probe is over, and what it found was told before.
        catch (Exception)
        {
        }
    }

    private bool Tell(string step, bool isGood, string text)
    {
        _findings.Add(step, isGood ? ProbeFinding.Pass : ProbeFinding.Fail, text, 0);
        _wake.Set();
        return isGood;
    }
}
