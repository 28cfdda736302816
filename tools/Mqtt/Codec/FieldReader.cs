using System;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Reads the fields of one packet body. The first failed check sticks; later reads return defaults, so that a parser reads
/// straight on and looks at <see cref="Error"/> once.
/// </summary>
internal ref struct FieldReader(byte[] body, int length)
{
    private int _at;

    public MqttDecodeError Error { get; private set; }

    public readonly bool AtEnd => _at == length || Error != MqttDecodeError.None;

    public void Fail(MqttDecodeError error)
    {
        if (Error == MqttDecodeError.None)
        {
            Error = error;
        }
    }

    public byte ReadByte() => Take(1, out var start) ? body[start] : (byte)0;

    public ushort ReadUInt16() =>
        Take(2, out var start) ? BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(start, 2)) : (ushort)0;

    public ushort ReadPacketId()
    {
        var packetId = ReadUInt16();
        if (packetId == 0)
        {
            Fail(MqttDecodeError.ZeroPacketId);
        }

        return packetId;
    }

    public ReadOnlyMemory<byte> ReadBinary()
    {
        int count = ReadUInt16();
        return Take(count, out var start) ? body.AsMemory(start, count) : default;
    }

    public ReadOnlyMemory<byte> ReadRest()
    {
        var count = length - _at;
        return Take(count, out var start) ? body.AsMemory(start, count) : default;
    }

    public string ReadString()
    {
        var bytes = ReadBinary().Span;
        if (Error != MqttDecodeError.None)
        {
            return "";
        }

        if (!Utf8.IsValid(bytes))
        {
            Fail(MqttDecodeError.InvalidUtf8);
            return "";
        }

        if (bytes.Contains((byte)0))
        {
            Fail(MqttDecodeError.NullCharacter);
            return "";
        }

        return Encoding.UTF8.GetString(bytes);
    }

    public string ReadTopicName()
    {
        var topic = ReadString();
        if (Error == MqttDecodeError.None)
        {
            Error = MqttTopicName.Check(topic);
        }

        return topic;
    }

    public MqttTopicFilter? ReadTopicFilter()
    {
        var text = ReadString();
        MqttTopicFilter? filter = null;
        if (Error == MqttDecodeError.None)
        {
            Error = MqttTopicFilter.TryParse(text, out filter);
        }

        return filter;
    }

    /// <summary>The verdict once every field was read.</summary>
    public readonly MqttDecodeError Finish() =>
        Error == MqttDecodeError.None && _at != length ? MqttDecodeError.TrailingBytes : Error;

    private bool Take(int count, out int start)
    {
        start = _at;
        if (Error == MqttDecodeError.None && count > length - _at)
        {
            Error = MqttDecodeError.FieldBeyondPacket;
        }

        if (Error != MqttDecodeError.None)
        {
            return false;
        }

        _at += count;
        return true;
    }
}
