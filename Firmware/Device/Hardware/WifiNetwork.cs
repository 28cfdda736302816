using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Device.Uplink;

namespace ZhiSan.Edge.Device.Hardware;

/// <summary>
/// Wi-Fi and SNTP. Runs on the MQTT worker, because the radio can keep a caller waiting. Tells "no Wi-Fi" from "no address":
/// one is the access point or the password, the other its DHCP server.
/// </summary>
public sealed class WifiNetwork : INetwork
{
    private const int AddressTimeoutMs = 20 * 1000;
    private const int ClockTimeoutMs = 20 * 1000;

    /// <summary>The driver listens half a second on each channel, of which there are up to 14.</summary>
    private const int ScanTimeoutMs = 10 * 1000;

    /// <summary>
    /// Every call of the driver's Connect leaves some 130 bytes of the chip's own memory behind for good, and an outage may last for
    /// weeks. Once told, the driver goes on trying by itself.
    /// </summary>
    private const int ConnectPauseMs = 60 * 60 * 1000;

    private const int LookMs = 250;
    private const string NoAddress = "0.0.0.0";
    private const string NoAnswer = "the Wi-Fi does not answer";

    private readonly object _gate = new object();
    private readonly string _ssid;
    private readonly string _password;
    private readonly string _sntpServer;
    private readonly bool _needsClock;
    private readonly AutoResetEvent _scanned = new AutoResetEvent(false);
    private WifiAdapter? _adapter;
    private string _whyNot = NoAnswer;
    private long _nextConnectMs;
    private bool _busy;
    private bool _sntpStarted;

    /// <summary>Takes the names; touches nothing.</summary>
    /// <param name="ssid">Name of the Wi-Fi; empty relies on what is stored on the device.</param>
    /// <param name="password">Its password.</param>
    /// <param name="sntpServer">Time server, or empty for none.</param>
    /// <param name="needsClock">Whether to wait for the date: certificates cannot be checked without.</param>
    public WifiNetwork(string ssid, string password, string sntpServer, bool needsClock)
    {
        _ssid = ssid;
        _password = password;
        _sntpServer = sntpServer;
        _needsClock = needsClock;
    }

    /// <inheritdoc/>
    public int RssiDbm { get; private set; }

    /// <inheritdoc/>
    public bool HasRadio => true;

    /// <inheritdoc/>
    public int Scan(string[] names, int[] strengths)
    {
        if (!TryEnter())
        {
            return 0;
        }

        try
        {
            // The driver refuses while it tries to join by itself, which it does for ever where the access point is gone.
            if (!TryLookAround(out WifiAvailableNetwork[] there) && _adapter != null && TryLeave(_adapter))
            {
                _nextConnectMs = 0;
                Thread.Sleep(LookMs);
                TryLookAround(out there);
            }

            return List(there, names, strengths);
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public bool TryBringUp(bool suspect, out byte cause, out string detail)
    {
        cause = IncidentCause.Wifi;
        if (!TryEnter())
        {
            detail = "the Wi-Fi driver has not answered yet";
            return false;
        }

        try
        {
            bool up = Join(suspect, ref cause, out detail);
            if (up)
            {
                StartClock();
            }

            return up;
        }
        catch (Exception failure)
        {
            detail = "Wi-Fi driver: " + failure.Message;
            return false;
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    public void KeepClock()
    {
        if (_sntpStarted)
        {
            // The client keeps the address of the text, which the collector moves sooner or later, and asks once an hour.
            Sntp.Server1 = _sntpServer;
        }
    }

    // Not when a worker was abandoned in here: two at once would cut each other's connection.
    private bool TryEnter()
    {
        lock (_gate)
        {
            bool isFree = !_busy;
            _busy = true;
            return isFree;
        }
    }

    private void Exit()
    {
        lock (_gate)
        {
            _busy = false;
        }
    }

    // The strongest of each name, in the driver's order; hidden networks have none.
    private static int List(WifiAvailableNetwork[] there, string[] names, int[] strengths)
    {
        int count = 0;
        for (int i = 0; i < there.Length; i++)
        {
            string name = there[i].Ssid ?? string.Empty;
            int rssi = (int)there[i].NetworkRssiInDecibelMilliwatts;
            int at = 0;
            while (at < count && names[at] != name)
            {
                at++;
            }

            if (at == count && name.Length > 0 && count < names.Length)
            {
                names[count] = name;
                strengths[count] = rssi;
                count++;
            }
            else if (at < count && rssi > strengths[at])
            {
                strengths[at] = rssi;
            }
        }

        return count;
    }

    private static bool HasAddress()
    {
        NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
        for (int i = 0; i < all.Length; i++)
        {
            string address = all[i].IPv4Address;
            if (all[i].NetworkInterfaceType == NetworkInterfaceType.Wireless80211
                && address != null && address.Length > 0 && address != NoAddress)
            {
                return true;
            }
        }

        return false;
    }

    private static string Describe(WifiConnectionStatus status)
    {
        switch (status)
        {
            case WifiConnectionStatus.NetworkNotAvailable: return "the Wi-Fi is not in reach";
            case WifiConnectionStatus.InvalidCredential: return "the Wi-Fi refuses the password";
            case WifiConnectionStatus.UnsupportedAuthenticationProtocol: return "the Wi-Fi's security is not supported";
            case WifiConnectionStatus.Timeout: return NoAnswer;
            default: return "the Wi-Fi connection failed, status " + ((int)status).ToString();
        }
    }

    // Leaving fails when there is nothing to leave, and then it was not needed.
    private static bool TryLeave(WifiAdapter adapter)
    {
        try
        {
            adapter.Disconnect();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private bool Join(bool suspect, ref byte cause, out string detail)
    {
        detail = string.Empty;
        if (HasAddress() && !suspect)
        {
            return true;
        }

        bool connects = _ssid.Length > 0 && (suspect || Environment.TickCount64 >= _nextConnectMs);
        if (connects && !Connect(out detail))
        {
            return false;
        }

        cause = connects || _ssid.Length == 0 ? IncidentCause.Ip : IncidentCause.Wifi;
        for (int waited = 0; waited < AddressTimeoutMs; waited += LookMs)
        {
            if (HasAddress())
            {
                _whyNot = NoAnswer;
                return true;
            }

            Thread.Sleep(LookMs);
        }

        detail = cause == IncidentCause.Ip ? "the Wi-Fi gives no IP address" : _whyNot;
        return false;
    }

    private bool Connect(out string detail)
    {
        if (!FindAdapter())
        {
            detail = "this board has no Wi-Fi";
            return false;
        }

        // An address can outlive the connection it came from: leave first, so that what follows is news.
        TryLeave(_adapter!);
        LookAtStrength();
        _nextConnectMs = Environment.TickCount64 + ConnectPauseMs;
        WifiConnectionResult result = _adapter!.Connect(_ssid, WifiReconnectionKind.Automatic, _password);
        bool connected = result.ConnectionStatus == WifiConnectionStatus.Success;
        _whyNot = connected ? NoAnswer : Describe(result.ConnectionStatus);
        detail = connected ? string.Empty : _whyNot;
        return connected;
    }

    // A connection does not say how strong it is; a scan does, and only between connections it disturbs nobody.
    private void LookAtStrength()
    {
        RssiDbm = 0;
        TryLookAround(out WifiAvailableNetwork[] there);
        for (int i = 0; i < there.Length; i++)
        {
            int rssi = (int)there[i].NetworkRssiInDecibelMilliwatts;
            if (there[i].Ssid == _ssid && (RssiDbm == 0 || rssi > RssiDbm))
            {
                RssiDbm = rssi;
            }
        }
    }

    private bool TryLookAround(out WifiAvailableNetwork[] there)
    {
        there = new WifiAvailableNetwork[0];
        try
        {
            there = FindAdapter() ? LookAround() : there;
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private bool FindAdapter()
    {
        WifiAdapter[] adapters = _adapter == null ? WifiAdapter.FindAllAdapters() : new WifiAdapter[0];
        if (adapters.Length > 0)
        {
            _adapter = adapters[0];
            _adapter.AvailableNetworksChanged += OnScanned;
        }

        return _adapter != null;
    }

    private WifiAvailableNetwork[] LookAround()
    {
        _scanned.Reset();
        _adapter!.ScanAsync();
        return _scanned.WaitOne(ScanTimeoutMs, false) ? _adapter.NetworkReport.AvailableNetworks : new WifiAvailableNetwork[0];
    }

    private void OnScanned(WifiAdapter sender, object e) => _scanned.Set();

    private void StartClock()
    {
        if (_sntpServer.Length == 0)
        {
            return;
        }

        if (!_sntpStarted)
        {
            Sntp.Server1 = _sntpServer;
            Sntp.Start();
            _sntpStarted = true;
        }

        int waited = 0;
        while (_needsClock && DateTime.UtcNow.Year < DeviceClock.FirstPlausibleYear && waited < ClockTimeoutMs)
        {
            Thread.Sleep(LookMs);
            waited += LookMs;
        }
    }
}
