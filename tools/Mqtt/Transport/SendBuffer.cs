using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>
/// Encoded packets on their way to a stream: many threads append, one loop takes and writes. Appending never waits; whoever
/// may produce without bound looks at <see cref="PendingBytes"/> and waits for <see cref="WhenDrained"/>.
/// </summary>
internal sealed class SendBuffer
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _sending = new();
    private TaskCompletionSource _drained = NewSignal();
    private bool _closed;

    /// <summary>Bytes appended and not yet handed to the operating system.</summary>
    public int PendingBytes
    {
        get
        {
            lock (_lock)
            {
                return _filling.WrittenCount + _sending.WrittenCount;
            }
        }
    }

    /// <summary>True after <see cref="Close"/>.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    /// <summary>Appends a packet; on a closed buffer it does nothing.</summary>
    public void Append(MqttPacket packet)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                MqttEncoder.Write(_filling, packet);
            }
        }

        Wake();
    }

    /// <summary>Makes the writing loop look again.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Completes at the end of the write that is under way, or of the next one, or on <see cref="Close"/>.</summary>
    public Task WhenDrained()
    {
        lock (_lock)
        {
            return _closed ? Task.CompletedTask : _drained.Task;
        }
    }

    /// <summary>No more packets; the writing loop ends once it has written what was appended before.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _drained.TrySetResult();
        }

        _wake.Writer.TryComplete();
    }

    /// <summary>
    /// The writing loop: writes what was appended and what <paramref name="fill"/> adds to it, until <see cref="Close"/>.
    /// </summary>
    /// <param name="stream">Where to.</param>
    /// <param name="fill">Called for more bytes before each write.</param>
    /// <exception cref="IOException">The stream failed.</exception>
    public async Task RunAsync(Stream stream, Action<ArrayBufferWriter<byte>>? fill = null)
    {
        var open = true;
        while (open)
        {
            open = await _wake.Reader.WaitToReadAsync().ConfigureAwait(false);
            _wake.Reader.TryRead(out _);
            while (Take(fill) is { IsEmpty: false } bytes)
            {
                await stream.WriteAsync(bytes).ConfigureAwait(false);
                await stream.FlushAsync().ConfigureAwait(false);
                Written();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReadOnlyMemory<byte> Take(Action<ArrayBufferWriter<byte>>? fill)
    {
        lock (_lock)
        {
            (_filling, _sending) = (_sending, _filling);
        }

        fill?.Invoke(_sending);
        return _sending.WrittenMemory;
    }

    private void Written()
    {
        lock (_lock)
        {
            _sending.ResetWrittenCount();
            _drained.TrySetResult();
            _drained = _closed ? _drained : NewSignal();
        }
    }
}
