using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Core.Configuration;

/// <summary>
/// The gateway's configuration: what is stored, and what was set since and is not saved yet. Stored in two files in turn, so that a cut
/// leaves the one before. New network settings are on trial until the broker is reached with them. Every change is journaled,
/// also when the power goes between storing and journaling. CONSOLE.md describes the file.
/// </summary>
public sealed class GatewayConfiguration : ISettings
{
    /// <summary>A change came over the serial console.</summary>
    public const byte BySerial = 1;

    /// <summary>A change came from the platform.</summary>
    public const byte ByRemote = 2;

    /// <summary>The gateway changed it back by itself.</summary>
    public const byte ByGateway = 3;

    private const int MaxTrialBoots = 3;
    private const string Marks = " *+~";

    private readonly ConfigurationSlot _slot;
    private readonly string?[] _saved = new string?[ConfigurationKeys.Count];
    private readonly string?[] _now = new string?[ConfigurationKeys.Count];
    private readonly string?[] _before = new string?[ConfigurationKeys.Count];
    private readonly byte[] _changedBy = new byte[ConfigurationKeys.Count];
    private string _unknown = string.Empty;
    private long _generation;
    private int _trialBoots;
    private bool _isTried;
    private long _trialEndsMs = long.MaxValue;

    /// <summary>Makes a configuration of defaults; <see cref="Load"/> reads what is stored.</summary>
    /// <param name="store">Holds the files <c>c0</c> and <c>c1</c>.</param>
    public GatewayConfiguration(IStore store)
    {
        Store = store;
        _slot = new ConfigurationSlot(store);
    }

    /// <summary>Where it is stored.</summary>
    internal readonly IStore Store;

    /// <summary>Number of the newest change that is stored; 0 in factory state.</summary>
    public long Revision { get; private set; }

    /// <summary>Whether what was stored could not be read and counts as not there.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether something was stored since the start that acts only after a restart.</summary>
    public bool IsRebootDue;

    /// <summary>Whether network settings are on trial.</summary>
    public bool IsOnTrial { get; private set; }

    /// <summary>When the trial ends, monotonic milliseconds; <see cref="long.MaxValue"/> when none runs.</summary>
    public long TrialEndsMs => _trialEndsMs;

    /// <summary>Salt and hash of the PIN in hexadecimal; empty while it is the factory's.</summary>
    internal string Pin = string.Empty;

    /// <summary>Wrong PINs since the last right one.</summary>
    internal int PinFailures;

    /// <summary>Whether the gateway knows who it is: without a device key it records nothing.</summary>
    public bool IsProvisioned => Saved(ConfigurationKeys.Key).Length > 0;

    /// <summary>The device key, or 32 zeros while there is none.</summary>
    public byte[] DeviceKey()
    {
        byte[] key = new byte[32];
        string hex = Saved(ConfigurationKeys.Key);
        for (int i = 0; i < hex.Length; i++)
        {
            key[i / 2] = (byte)((key[i / 2] << 4) | "0123456789abcdef".IndexOf(hex[i]));
        }

        return key;
    }

    /// <summary>What tells two device keys apart and says nothing about them; empty while there is none.</summary>
    public string KeyPrint() => IsProvisioned ? Hmac.Hex(DeviceKey(), "zhisan-key-print").Substring(0, 16) : string.Empty;

    /// <summary>A key's stored value.</summary>
    public string Saved(int key) => _saved[key] ?? ConfigurationKeys.Default(key);

    /// <summary>A number key's stored value.</summary>
    public int Number(int key)
    {
        string text = Saved(key);
        return text[0] == '-' ? -(int)CommandLine.Number(text.Substring(1), int.MaxValue) : (int)CommandLine.Number(text, int.MaxValue);
    }

    /// <summary>A key's value as it would be saved.</summary>
    public string Current(int key) => _now[key] ?? ConfigurationKeys.Default(key);

    /// <summary>Whether something is set and not saved.</summary>
    public bool IsChanged(int key) => Current(key) != Saved(key);

    /// <summary>Brings identity and times into the core's options.</summary>
    public void ApplyTo(GatewayOptions options)
    {
        options.Site = Saved(ConfigurationKeys.Site);
        options.Gateway = Saved(ConfigurationKeys.Gateway);
        options.PeriodSeconds = Number(ConfigurationKeys.Period);
        ApplyLive(options);
        options.AckedByBroker = Saved(ConfigurationKeys.AckedBy) == "broker";
        options.ReconnectMinMs = Number(ConfigurationKeys.Spread) * 1000L;
        if (options.ReconnectMaxMs < options.ReconnectMinMs)
        {
            options.ReconnectMaxMs = options.ReconnectMinMs;
        }
    }

    /// <inheritdoc/>
    public void ApplyLive(GatewayOptions options)
    {
        options.SealAgeMs = Number(ConfigurationKeys.Seal) * 1000L;
    }

    /// <summary>Reads the newer of the two files that verifies. Anything but Ok: the store failed, and it may be tried again.</summary>
    public StoreStatus Load()
    {
        long first = _slot.Read("c0");
        long second = _slot.Read("c1");
        if (first == -2 || second == -2)
        {
            return StoreStatus.Failed;
        }

        Forget();
        IsDamaged = (first < 0 || second < 0) && first <= 0 && second <= 0;
        _generation = first > second ? _slot.Read("c0") : second;
        for (string line = _slot.NextLine(); _generation > 0 && line.Length > 0; line = _slot.NextLine())
        {
            TakeLine(line);
        }

        _slot.Close();
        _generation = _generation < 0 ? 0 : _generation;
        _isTried = IsOnTrial;
        Revert();
        return StoreStatus.Ok;
    }

    /// <summary>Sets a value that is in range; it acts after <see cref="Save"/>.</summary>
    public void SetCurrent(int key, string value) => _now[key] = value;

    /// <summary>Gives a key the value that it has anyway, because somebody else decides: the command line of a virtual gateway.</summary>
    public void Impose(int key, string value)
    {
        _saved[key] = value;
        _now[key] = value;
    }

    /// <summary>Forgets what is set and not saved.</summary>
    public void Revert()
    {
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            _now[i] = _saved[i];
        }
    }

    /// <summary>Sets every key to its default; acts after <see cref="Save"/>.</summary>
    public void Reset()
    {
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            _now[i] = null;
        }
    }

    /// <summary>Stores what is set. When that fails nothing has changed.</summary>
    public StoreStatus Save(byte actor)
    {
        // Where the gateway reaches nobody yet there is nothing to fall back to.
        bool canFallBack = Saved(ConfigurationKeys.BrokerHost).Length > 0;
        bool isAny = false;
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            if (!IsChanged(i))
            {
                continue;
            }

            isAny = true;
            IsRebootDue = IsRebootDue || ConfigurationKeys.NeedsReboot(i);
            _changedBy[i] = actor;
            if (ConfigurationKeys.IsNetwork(i) && canFallBack && actor != ByGateway)
            {
                _before[i] = _before[i] ?? Saved(i);
                IsOnTrial = true;
                _trialBoots = 0;
                _isTried = false;
                _trialEndsMs = long.MaxValue;
            }

            _saved[i] = _now[i];
        }

        Revision += isAny ? 1 : 0;
        return isAny ? Write() : StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public string Set(string key, string value)
    {
        int index = ConfigurationKeys.Find(key);
        if (index >= 0 && index <= ConfigurationKeys.Key)
        {
            // Who it is: changed only by somebody who stands before it.
            return "local-only";
        }

        if (index < 0 || ConfigurationKeys.IsSecret(index) || !ConfigurationKeys.Accepts(index, value))
        {
            return index < 0 ? "unknown-key" : ConfigurationKeys.IsSecret(index) ? "secret" : "bad-value";
        }

        // What somebody at the cable has set and not saved stays so.
        string?[] typed = new string?[ConfigurationKeys.Count];
        System.Array.Copy(_now, typed, typed.Length);
        Revert();
        _now[index] = value;
        bool isStored = Save(ByRemote) == StoreStatus.Ok;
        typed[index] = _saved[index];
        System.Array.Copy(typed, _now, typed.Length);
        return isStored ? string.Empty : "storage";
    }

    /// <summary>Keeps network settings that are on trial.</summary>
    public StoreStatus Confirm()
    {
        if (!IsOnTrial)
        {
            return StoreStatus.Ok;
        }

        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            _before[i] = null;
        }

        EndTrial();
        return Write();
    }

    /// <summary>
    /// Time passes: journals changes that are not journaled yet, confirms network settings that reached the broker, gives up those that
    /// did not. True when the gateway must restart, because it went back to the settings before.
    /// </summary>
    public bool Tick(long nowMs, Gateway gateway)
    {
        if (gateway.IsStarted)
        {
            JournalChanges(nowMs, gateway);
        }

        if (!_isTried)
        {
            return false;
        }

        if (gateway.Link == LinkState.Up)
        {
            Confirm();
            return false;
        }

        if (_trialEndsMs == long.MaxValue)
        {
            // A gateway that restarts again and again does not try for ever.
            _trialBoots++;
            long endsMs = _trialBoots > MaxTrialBoots ? nowMs : nowMs + (Number(ConfigurationKeys.Trial) * 60000L);
            Write();
            _trialEndsMs = endsMs;
        }

        return nowMs >= _trialEndsMs && GoBack();
    }

    /// <summary>Stores a new PIN, or what wrong ones have come to.</summary>
    internal StoreStatus SetPin(string pin, int failures)
    {
        Pin = pin;
        PinFailures = failures;
        return Write();
    }

    private bool GoBack()
    {
        Revert();
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            _now[i] = _before[i] ?? _now[i];
            _before[i] = null;
        }

        EndTrial();
        return Save(ByGateway) == StoreStatus.Ok;
    }

    private void EndTrial()
    {
        IsOnTrial = false;
        _isTried = false;
        _trialBoots = 0;
        _trialEndsMs = long.MaxValue;
    }

    private void JournalChanges(long nowMs, Gateway gateway)
    {
        bool isAny = false;
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            if (_changedBy[i] == 0)
            {
                continue;
            }

            ConfigurationBody body = new ConfigurationBody();
            body.Actor = _changedBy[i];
            body.Revision = Revision;
            body.Key = ConfigurationKeys.Name(i);
            body.Value = ConfigurationKeys.IsSecret(i) ? string.Empty : Saved(i);
            Record record = new Record();
            body.Write(record);
            if (!gateway.TakeRecord(nowMs, record))
            {
                return;
            }

            _changedBy[i] = 0;
            isAny = true;
        }

        if (isAny)
        {
            Write();
        }
    }

    // The file that is not the newest is overwritten. When that fails, everything is as it is on flash.
    private StoreStatus Write()
    {
        _slot.Begin(_generation + 1);
        _slot.AddLine("!revision=" + Revision.ToString());
        _slot.AddLine("!pin=" + Pin);
        _slot.AddLine("!failures=" + PinFailures.ToString());
        if (IsOnTrial)
        {
            _slot.AddLine("!trial=" + _trialBoots.ToString());
        }

        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            string name = ConfigurationKeys.Name(i);
            if (_changedBy[i] != 0 || _saved[i] != null)
            {
                _slot.AddLine(Marks.Substring(_changedBy[i], 1) + name + "=" + Saved(i));
            }

            if (_before[i] != null)
            {
                _slot.AddLine("-" + name + "=" + _before[i]);
            }
        }

        if (_unknown.Length > 0)
        {
            _slot.AddLine(_unknown);
        }

        StoreStatus status = _slot.Write((_generation & 1) == 0 ? "c1" : "c0");
        if (status == StoreStatus.Ok)
        {
            _generation++;
            return status;
        }

        string?[] typed = new string?[ConfigurationKeys.Count];
        System.Array.Copy(_now, typed, typed.Length);
        bool wasTried = _isTried;
        if (Load() == StoreStatus.Ok)
        {
            System.Array.Copy(typed, _now, typed.Length);
            _isTried = _isTried && wasTried;
        }

        return status;
    }

    private void Forget()
    {
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            _saved[i] = null;
            _before[i] = null;
            _changedBy[i] = 0;
        }

        _unknown = string.Empty;
        Pin = string.Empty;
        PinFailures = 0;
        Revision = 0;
        EndTrial();
    }

    private void TakeLine(string line)
    {
        int equals = line.IndexOf('=');
        if (equals < 2)
        {
            return;
        }

        string name = line.Substring(1, equals - 1);
        string value = line.Substring(equals + 1);
        if (line[0] == '!')
        {
            TakeOwn(name, value);
            return;
        }

        int key = ConfigurationKeys.Find(name);
        int mark = Marks.IndexOf(line[0]);
        if (key < 0 || !ConfigurationKeys.Accepts(key, value))
        {
            // A newer version's key, or a value that only it understands: kept for it.
            _unknown += (_unknown.Length > 0 ? "\n" : string.Empty) + line;
        }
        else if (mark >= 0)
        {
            _saved[key] = value;
            _changedBy[key] = (byte)mark;
        }
        else
        {
            _before[key] = value;
        }
    }

    private void TakeOwn(string name, string value)
    {
        int number = (int)CommandLine.Number(value, int.MaxValue);
        switch (name)
        {
            case "revision":
                Revision = number;
                break;

            case "pin":
                Pin = value;
                break;

            case "failures":
                PinFailures = number;
                break;

            case "trial":
                IsOnTrial = true;
                _trialBoots = number;
                break;
        }
    }
}
