using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// Makes a gateway what its file says. Each round looks at what the gateway is and does what is missing, so a pulled cable, or a
/// run that was broken off yesterday, changes nothing about where it ends.
/// </summary>
/// <param name="cable">The cable.</param>
/// <param name="options">What to do.</param>
public sealed class Provisioner(GatewayCable cable, ProvisioningOptions options)
{
    /// <summary>What <see cref="ProvisioningReport.Before"/> is when the gateway was nobody yet.</summary>
    public const string FactoryState = "factory state";

    private const int TestSilenceMs = 90_000;
    private const int RestartTries = 40;
    private const int LooksPerRestart = 8;
    private const int Protocol = 1;
    private const string Hidden = "(hidden)";

    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;
    private readonly SortedDictionary<int, ProvisionedSetting> _changes = [];
    private readonly List<ProvisionedSetting> _unsaid = [];
    private readonly HashSet<string> _said = [];
    private string? _before;
    private bool _keyIsNew;

    /// <summary>Does it.</summary>
    /// <exception cref="SerialException">It cannot be done as asked, and the message says why; what was done before stays done.</exception>
    public ProvisioningReport Run() => cable.Hold(Converge);

    private ProvisioningReport Converge(MachineClient client, MachineReply identity)
    {
        MachineReply found = Require(client, "config show");
        CheckIdentity(identity, found);
        byte[]? key = CheckKey(found);
        Compare(found, key);
        if (options.DryRun)
        {
            return Report(identity, found, null, []);
        }

        EnterPin(client, identity);
        key ??= options.MakeKey();
        Apply(client, key);
        if (Require(client, "config show").Flag("rebootDue"))
        {
            Restart(client);
            GatewayLogin.Enter(client, options.Pin());
        }

        identity = client.Greet();
        found = Require(client, "config show");
        Verify(identity, found, key);
        List<AcceptanceStep> acceptance = Test(client, out bool passed);
        found = Require(client, "config show");
        client.Ask("logout");
        return Report(identity, found, passed, acceptance);
    }

    private void CheckIdentity(MachineReply identity, MachineReply found)
    {
        string gateway = identity.Text("gateway");
        string firmware = identity.Text("firmware");
        bool configured = identity.Flag("configured");
        _before ??= configured ? gateway : FactoryState;
        Say("identity", $"{_before}, firmware {firmware}");
        if (identity.Number("protocol") != Protocol)
        {
            throw new SerialException($"the gateway speaks protocol {identity.Number("protocol")}, this program {Protocol}: update the older one");
        }

        if (options.Firmware != null && options.Firmware != firmware)
        {
            throw new SerialException($"the gateway runs firmware {firmware}, not {options.Firmware}: flash it first (zhisan flash)");
        }

        // One whose restart is still due runs under its old name.
        string named = $"{Shown(found, ConfigurationKeys.Site)}/{Shown(found, ConfigurationKeys.Gateway)}";
        if (configured && gateway != options.File.Id && named != options.File.Id && !options.Rename)
        {
            throw new SerialException(
                $"this is {gateway}, and the file is for {options.File.Id}: is the cable on the right gateway? (--rename if it shall become the other)");
        }
    }

    // The key that the gateway is to have, as far as there is one.
    private byte[]? CheckKey(MachineReply found)
    {
        byte[]? key = options.FindKey();
        string print = found.Text("keyPrint");
        bool isOurs = key != null && print == Print(key);
        if (print.Length > 0 && !isOurs && !options.ReplaceKey)
        {
            throw new SerialException(key == null
                ? $"the gateway has a device key that the key file lacks: find the right key file, or give it a new one with --replace-key"
                : $"the gateway's device key is not the one in the key file: find the right key file, or replace it with --replace-key");
        }

        _keyIsNew |= !isOurs;
        return key;
    }

    private void Compare(MachineReply found, byte[]? key)
    {
        int same = 0;
        int different = 0;
        foreach (int name in options.File.Keys)
        {
            string before = Shown(found, name);
            bool isSecret = ConfigurationKeys.IsSecret(name);
            string after = options.File.Value(name);

            // A secret cannot be read back: whether it is the right one is known when it is set.
            if (isSecret ? before.Length > 0 == after.Length > 0 : before == after)
            {
                same++;
            }
            else
            {
                different++;
                Note(name, before, isSecret ? (after.Length > 0 ? Hidden : string.Empty) : after);
            }
        }

        if (key == null || found.Text("keyPrint") != Print(key))
        {
            different++;
            Note(ConfigurationKeys.Key, Shown(found, ConfigurationKeys.Key), Hidden);
        }
        else
        {
            same++;
        }

        string verb = options.DryRun ? "would change" : "to change";
        Say("differences", different == 0
            ? string.Create(CultureInfo.InvariantCulture, $"none: {same} settings are as they should be")
            : string.Create(CultureInfo.InvariantCulture, $"{different} {verb}, {same} as they should be"));
        SayChanges();
    }

    private void Note(int key, string before, string after)
    {
        if (_changes.TryAdd(key, new ProvisionedSetting(ConfigurationKeys.Name(key), before, after, true)))
        {
            _unsaid.Add(_changes[key]);
        }
    }

    private void SayChanges()
    {
        foreach (ProvisionedSetting change in _unsaid)
        {
            string from = change.Before.Length == 0 ? "(empty)" : change.Before;
            options.Say(string.Empty, $"{change.Key,-16} {from} -> {(change.Value.Length == 0 ? "(empty)" : change.Value)}");
        }

        _unsaid.Clear();
    }

    private void EnterPin(MachineClient client, MachineReply identity)
    {
        if (!identity.Flag("factoryPin"))
        {
            GatewayLogin.Enter(client, options.Pin());
            return;
        }

        string pin = options.Pin();
        if (pin == GatewayLogin.FactoryPin)
        {
            throw new SerialException("the gateway has the factory PIN: choose another one for it, 6 to 16 letters or digits");
        }

        GatewayLogin.Enter(client, GatewayLogin.FactoryPin);
        Require(client, "passwd " + pin);
        Say("PIN", "the factory PIN is replaced");
    }

    private void Apply(MachineClient client, byte[] key)
    {
        // Whatever was left unsaved by somebody else must not be saved along.
        Require(client, "config revert");
        int changed = 0;
        foreach (int name in options.File.Keys)
        {
            changed += Set(client, name, options.File.Value(name)) ? 1 : 0;
        }

        if (Set(client, ConfigurationKeys.Key, Convert.ToHexStringLower(key)))
        {
            changed++;
            Say("device key", "set; it is in the key file, and shown nowhere");
        }

        if (changed > 0)
        {
            MachineReply saved = Require(client, "config save");
            Say("settings", string.Create(CultureInfo.InvariantCulture, $"{changed} set, saved as revision {saved.Number("revision")}"));
        }
    }

    private bool Set(MachineClient client, int key, string value)
    {
        // A value may begin or end with a space or a quotation mark; quoted it arrives as it is.
        MachineReply reply = Require(client, $"config set {ConfigurationKeys.Name(key)} \"{value}\"");
        bool changed = reply.Flag("changed");
        if (changed && ConfigurationKeys.IsSecret(key))
        {
            _changes.TryAdd(key, new ProvisionedSetting(ConfigurationKeys.Name(key), "(set)", Hidden, true));
        }

        return changed;
    }

    private void Restart(MachineClient client)
    {
        Say("restart", "the settings act after it");
        client.Ask("reboot", mayRepeat: false);
        for (int i = 0; ; i++)
        {
            Thread.Sleep(options.RestartPauseMs);
            try
            {
                bool isDue = client.Greet().Text("gateway") != options.File.Id;
                isDue |= Require(client, "config show").Flag("rebootDue");
                if (!isDue)
                {
                    return;
                }

                if (i % LooksPerRestart == LooksPerRestart - 1)
                {
                    // A gateway that was slow took the greeting for an interruption.
                    client.Ask("reboot", mayRepeat: false);
                }
            }
            catch (SerialException silence) when (silence is not SerialHangUpException && i < RestartTries)
            {
                // Still on its way.
            }

            if (i >= RestartTries)
            {
                throw new SerialException("the gateway does not come back as what it was made: look at its console (zhisan console)");
            }
        }
    }

    private void Verify(MachineReply identity, MachineReply found, byte[] key)
    {
        if (identity.Text("gateway") != options.File.Id || found.Text("keyPrint") != Print(key))
        {
            throw new SerialException($"read back: this is {identity.Text("gateway")} with another key; run the same command again");
        }

        foreach (int name in options.File.Keys)
        {
            string value = options.File.Value(name);
            string shown = Shown(found, name);
            if (ConfigurationKeys.IsSecret(name) ? shown.Length > 0 != value.Length > 0 : shown != value)
            {
                throw new SerialException($"read back: {ConfigurationKeys.Name(name)} is not what was set; run the same command again");
            }
        }

        Say("read back", string.Create(CultureInfo.InvariantCulture, $"{options.File.Keys.Count + 1} settings are what they should be"));
    }

    private List<AcceptanceStep> Test(MachineClient client, out bool passed)
    {
        var steps = new List<AcceptanceStep>();
        passed = true;
        if (options.Test == null)
        {
            return steps;
        }

        Say("acceptance", "the gateway tests itself");
        MachineReply last = client.Ask(
            options.Test,
            line =>
            {
                var step = new AcceptanceStep(line.Text("test"), line.Text("verdict"), line.Text("text"), line.Text("hint"));
                steps.Add(step);
                options.Say(string.Empty, $"{step.Verdict,-4}  {step.Test,-9} {step.Text}");
                if (step.Hint.Length > 0)
                {
                    options.Say(string.Empty, $"      {step.Hint}");
                }
            },
            TestSilenceMs,
            mayRepeat: false);
        passed = last.Ok && last.Number("failed", -1) == 0;
        return passed || last.Body.TryGetProperty("failed", out _)
            ? steps
            : throw new SerialException($"the acceptance test did not run: {last.Error}; {last.Hint}");
    }

    private ProvisioningReport Report(
        MachineReply identity, MachineReply found, bool? passed, IReadOnlyList<AcceptanceStep> acceptance) => new()
        {
            Passed = passed,
            Gateway = options.File.Id,
            Began = _began,
            Seconds = Math.Round((DateTimeOffset.UtcNow - _began).TotalSeconds, 1),
            Firmware = identity.Text("firmware"),
            Before = _before!,
            Settings = Settings(),
            KeyIsNew = _keyIsNew,
            KeyPrint = found.Text("keyPrint"),
            Revision = found.Number("revision"),
            Verified = passed == null ? 0 : options.File.Keys.Count + 1,
            OnTrial = found.Flag("trial"),
            Acceptance = acceptance,
            CableLosses = cable.Losses,
        };

    // The whole of it, whoever set it: an earlier run, or this one.
    private List<ProvisionedSetting> Settings()
    {
        var settings = new List<ProvisionedSetting>();
        foreach (int key in options.File.Keys.Append(ConfigurationKeys.Key).Order())
        {
            string value = !ConfigurationKeys.IsSecret(key) ? options.File.Value(key)
                : key == ConfigurationKeys.Key || options.File.Value(key).Length > 0 ? Hidden : string.Empty;
            settings.Add(_changes.GetValueOrDefault(key) ?? new ProvisionedSetting(ConfigurationKeys.Name(key), value, value, false));
        }

        return settings;
    }

    // What was said before the cable fell out is not said again after it.
    private void Say(string step, string text)
    {
        if (_said.Add(step + text))
        {
            options.Say(step, text);
        }
    }

    private static MachineReply Require(MachineClient client, string command)
    {
        MachineReply reply = client.Ask(command);
        if (reply.Ok)
        {
            return reply;
        }

        // What follows the first two words may be a secret.
        string name = string.Join(' ', command.Split(' ').Take(command.StartsWith("config", StringComparison.Ordinal) ? 3 : 1));
        throw new SerialException($"'{name}': {reply.Error}; {reply.Hint}");
    }

    private static string Shown(MachineReply found, int key) =>
        found.Body.TryGetProperty("keys", out JsonElement keys) && keys.TryGetProperty(ConfigurationKeys.Name(key), out JsonElement value)
            ? value.ToString() : string.Empty;

    /// <summary>What tells device keys apart and says nothing about them.</summary>
    public static string Print(byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("zhisan-key-print")))[..16];
}
