using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Reads control packets from a byte stream, in pieces of any size. Nothing in the bytes makes it throw, and no more than the
/// bytes that really arrived is ever allocated for a packet that is announced.
/// </summary>
/// <param name="sender">Who wrote the bytes.</param>
/// <param name="maxPacketBytes">Largest whole packet that is accepted, header included.</param>
public sealed class MqttDecoder(MqttPacketSender sender, int maxPacketBytes = MqttLimits.DefaultMaxPacketBytes)
{
    private const int FirstBodyBytes = 4096;

    private State _state = State.FirstByte;
    private MqttDecodeError _error;
    private byte _first;
    private int _headerBytes;
    private int _remaining;
    private byte[] _body = [];
    private int _bodyBytes;

    private enum State
    {
        FirstByte,
        Length,
        Body,
        Failed,
    }

    /// <summary>True between packets: an end of the stream here cuts no packet in two.</summary>
    public bool IsBetweenPackets => _state == State.FirstByte;

    /// <summary>Reads up to the end of one packet.</summary>
    /// <param name="input">Next bytes of the stream.</param>
    /// <param name="consumed">How many of them were used; the caller passes the others again.</param>
    /// <param name="packet">The packet that these bytes completed, or null.</param>
    /// <returns>
    /// <see cref="MqttDecodeError.None"/>: a packet, or, when it is null, all input used and more needed.
    /// Otherwise the check that failed; every later call returns the same.
    /// </returns>
    public MqttDecodeError Decode(ReadOnlySpan<byte> input, out int consumed, out MqttPacket? packet)
    {
        packet = null;
        consumed = 0;
        while (packet is null && _state != State.Failed && (consumed < input.Length || BodyIsComplete))
        {
            switch (_state)
            {
                case State.FirstByte:
                    Move(TakeFirstByte(input[consumed++]), State.Length);
                    break;
                case State.Length:
                    TakeLengthByte(input[consumed++]);
                    break;
                case State.Body:
                    consumed += TakeBody(input[consumed..], out packet);
                    break;
            }
        }

        return _error;
    }

    private bool BodyIsComplete => _state == State.Body && _bodyBytes == _remaining;

    private MqttDecodeError TakeFirstByte(byte value)
    {
        _first = value;
        _headerBytes = 1;
        _remaining = 0;
        _bodyBytes = 0;
        return HeaderRules.CheckFirstByte(value, sender);
    }

    private void TakeLengthByte(byte value)
    {
        _remaining |= (value & 0x7F) << 7 * (_headerBytes - 1);
        _headerBytes++;
        var goesOn = (value & 0x80) != 0;
        if (!goesOn)
        {
            Move(HeaderRules.CheckLength(_first, _headerBytes, _remaining, maxPacketBytes), State.Body);
        }
        else if (_headerBytes > MqttLimits.MaxRemainingLengthFieldBytes)
        {
            Move(MqttDecodeError.MalformedRemainingLength, State.Failed);
        }
    }

    private int TakeBody(ReadOnlySpan<byte> input, out MqttPacket? packet)
    {
        var count = Math.Min(input.Length, _remaining - _bodyBytes);
        Reserve(_bodyBytes + count);
        input[..count].CopyTo(_body.AsSpan(_bodyBytes));
        _bodyBytes += count;
        packet = null;
        if (BodyIsComplete)
        {
            Move(PacketParser.Parse(_first, _body, _bodyBytes, out packet), State.FirstByte);
            _body = []; // The packet's payload lies in it.
        }

        return count;
    }

    /// <summary>Grows with what arrived, not with what was announced; doubling keeps the copying linear.</summary>
    private void Reserve(int needed)
    {
        if (needed > _body.Length)
        {
            Array.Resize(ref _body, Math.Min(_remaining, Math.Max(needed, Math.Max(FirstBodyBytes, _body.Length * 2))));
        }
    }

    private void Move(MqttDecodeError verdict, State next)
    {
        _error = verdict;
        _state = verdict == MqttDecodeError.None ? next : State.Failed;
        if (_state == State.Failed)
        {
            _body = [];
        }
    }
}
