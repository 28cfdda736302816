using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Reads packets from a stream, one at a time; keeps the bytes that came behind a packet for the next call.</summary>
internal sealed class PacketReader(Stream stream, MqttDecoder decoder)
{
    private readonly byte[] _chunk = new byte[16 * 1024];
    private int _at;
    private int _end;

    /// <summary>Waits for the next packet.</summary>
    /// <returns>The packet; or null and the error; or null and no error at the end of the stream.</returns>
    /// <exception cref="IOException">The stream failed.</exception>
    public async ValueTask<(MqttPacket? Packet, MqttDecodeError Error)> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_at < _end)
            {
                var error = decoder.Decode(_chunk.AsSpan(_at, _end - _at), out var consumed, out var packet);
                _at += consumed;
                if (packet is not null || error != MqttDecodeError.None)
                {
                    return (packet, error);
                }
            }

            _at = 0;
            _end = await stream.ReadAsync(_chunk, cancel).ConfigureAwait(false);
            if (_end == 0)
            {
                return (null, MqttDecodeError.None);
            }
        }
    }
}
