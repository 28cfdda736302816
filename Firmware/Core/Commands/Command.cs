using System.Security.Cryptography;
using System.Text;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Core.Commands;

/// <summary>A remote command, read from bytes that may be anybody's, and whether the platform made it. PROTOCOL.md says how.</summary>
internal sealed class Command
{
    /// <summary>Bytes of the MAC that tell two commands of one counter apart.</summary>
    public const int MarkBytes = 8;

    private const int MaxIdLength = 24;
    private const int MaxValueLength = 120;
    private const int MacLength = 64;
    private const long MaxCounter = (1L << 53) - 1;

    private readonly FlatJson _json = new FlatJson();

    /// <summary>What the platform calls it: 1 to 24 of a-z, 0-9 and '-'.</summary>
    internal string Id = string.Empty;

    /// <summary>Rises with every command.</summary>
    internal long Counter;

    /// <summary>What to do.</summary>
    internal string Name = string.Empty;

    /// <summary>Epoch of a replay.</summary>
    internal uint Epoch;

    /// <summary>First number of a replay.</summary>
    internal long From;

    /// <summary>Last number of a replay.</summary>
    internal long To;

    /// <summary>Key of a setting.</summary>
    internal string Key = string.Empty;

    /// <summary>Its new value.</summary>
    internal string Value = string.Empty;

    /// <summary>The first <see cref="MarkBytes"/> bytes of its MAC.</summary>
    internal byte[] Mark = new byte[MarkBytes];

    /// <summary>
    /// Reads a command and checks its MAC. False when it is malformed or not the platform's: nothing in it is to be believed then.
    /// </summary>
    /// <param name="bytes">The message.</param>
    /// <param name="length">Its length.</param>
    /// <param name="key">The gateway's key.</param>
    /// <param name="gateway">Site and gateway, as in the topics.</param>
    public bool Read(byte[] bytes, int length, byte[] key, string gateway)
    {
        if (length > Gateway.MaxCommandBytes || !_json.TryGetUnsigned(bytes, length, "counter", MaxCounter, out long counter) || counter == 0
            || !_json.TryGetText(bytes, length, "id", MaxIdLength, out string id) || !GatewayOptions.IsId(id)
            || !_json.TryGetText(bytes, length, "cmd", MaxIdLength, out string name)
            || !_json.TryGetText(bytes, length, "mac", MacLength, out string mac))
        {
            return false;
        }

        Id = id;
        Counter = counter;
        Name = name;
        string arguments = string.Empty;
        if (name == "replay")
        {
            if (!_json.TryGetUnsigned(bytes, length, "epoch", uint.MaxValue, out long epoch)
                || !_json.TryGetUnsigned(bytes, length, "from", MaxCounter, out long from)
                || !_json.TryGetUnsigned(bytes, length, "to", MaxCounter, out long to))
            {
                return false;
            }

            Epoch = (uint)epoch;
            From = from;
            To = to;
            arguments = epoch.ToString() + "\n" + from.ToString() + "\n" + to.ToString();
        }
        else if (name == "set")
        {
            if (!_json.TryGetText(bytes, length, "key", MaxValueLength, out string setting)
                || !_json.TryGetText(bytes, length, "value", MaxValueLength, out string value))
            {
                return false;
            }

            Key = setting;
            Value = value;
            arguments = setting + "\n" + value;
        }

        string text = "zhisan-cmd-v1\n" + gateway + "\n" + id + "\n" + counter.ToString() + "\n" + name + "\n" + arguments;
        return Verifies(key, text, mac);
    }

    private bool Verifies(byte[] key, string text, string mac)
    {
        byte[] expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

        // In a time that does not depend on where they differ.
        int difference = mac.Length ^ MacLength;
        for (int i = 0; mac.Length == MacLength && i < expected.Length; i++)
        {
            difference |= Digit(mac[2 * i]) ^ (expected[i] >> 4);
            difference |= Digit(mac[(2 * i) + 1]) ^ (expected[i] & 15);
        }

        for (int i = 0; i < MarkBytes; i++)
        {
            Mark[i] = expected[i];
        }

        return difference == 0;
    }

    private static int Digit(char c) => c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0x100;
}
