using System;
using System.Text;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Tests.Host.Core;

public sealed class AllocationTests
{
    [Fact]
    public void Ten_thousand_ticks_with_scans_previews_heartbeats_pages_and_acknowledgements_allocate_nothing_but_the_MAC_and_segment_names()
    {
        const int Channels = 4;
        byte[] key = new byte[32];
        var store = new FixedStore();
        var journal = new Journal(store, new JournalOptions { MostChannels = Channels }, key);
        var channels = new ChannelSetBody(Channels);
        for (int i = 0; i < Channels; i++)
        {
            channels.Names[i] = "c" + i;
            channels.Units[i] = "Cel";
        }

        var gateway = new Gateway(new GatewayOptions { Site = "yunwu", Gateway = "gw1" }, journal, channels, null, store, key);
        Assert.Equal(StoreStatus.Ok, gateway.Start(0, 77));
        var output = new GatewayOutput();
        var scan = new Scan(Channels);
        byte[] ack = Encoding.ASCII.GetBytes("{\"epoch\":77,\"through\":000000000000}");
        string ackTopic = gateway.Topics.Ack;
        long now = 0;
        int pages = 0;
        int heartbeats = 0;
        int lives = 0;

        void Step()
        {
            now += 60_000;
            gateway.Tick(now);
            scan.MonotonicMs = now;
            for (int c = 0; c < Channels; c++)
            {
                scan.Set(c, (int)(now / 60_000 * (c + 3) % 17), Quality.Good);
            }

            gateway.TakeScan(now, scan);
            while (gateway.NextOutput(output))
            {
                if (output.Kind == OutputKind.Connect)
                {
                    gateway.LinkUp(now);
                    gateway.SetUtc(now, 1_764_200_000_000, ClockSource.Network);
                }

                pages += output.Topic == gateway.Topics.Pages ? 1 : 0;
                lives += output.Topic == gateway.Topics.Live ? 1 : 0;
                heartbeats += output.Topic == gateway.Topics.Heartbeat ? 1 : 0;
                if (output.Token != GatewayOutput.NoToken)
                {
                    gateway.PublishResult(now, output.Token, true);
                }
            }

            long through = journal.Watermarks.Sent;
            int at = ack.Length - 1;
            int length = WriteNumber(ack, at - 12, through);
            ack[length] = (byte)'}';
            gateway.TakeMessage(now, ackTopic, ack, length + 1);
        }

        for (int i = 0; i < 500; i++)
        {
            Step();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        int pagesBefore = pages;
        for (int i = 0; i < 10_000; i++)
        {
            Step();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        int sealed_ = pages - pagesBefore;
        Assert.InRange(sealed_, 600, 700);
        Assert.True(lives > 10_000 && heartbeats > 10_000);

        // One HMAC for each page, of at most 2 KB of message and what the platform's implementation needs; a name for each new segment.
        Assert.True(allocated < sealed_ * 4096L, $"{allocated} bytes in 10,000 ticks, {sealed_} pages");
        long perTick = (allocated - (sealed_ * 900L)) / 10_000;
        Assert.True(perTick <= 0, $"{allocated} bytes in 10,000 ticks, {sealed_} pages");
    }

    // Digits without leading zeros, from the offset on; returns the next offset.
    private static int WriteNumber(byte[] buffer, int offset, long value)
    {
        long divisor = 1;
        while (value / divisor >= 10)
        {
            divisor *= 10;
        }

        for (; divisor > 0; divisor /= 10)
        {
            buffer[offset++] = (byte)('0' + (value / divisor % 10));
        }

        return offset;
    }

    // Files of a fixed size each, so that storing allocates nothing once they exist.
    private sealed class FixedStore : IStore
    {
        private readonly string[] _names = new string[64];
        private readonly byte[][] _contents = new byte[64][];
        private readonly int[] _lengths = new int[64];

        public FixedStore()
        {
            for (int i = 0; i < _contents.Length; i++)
            {
                _contents[i] = new byte[16384];
            }
        }

        public StoreStatus List(out string[] names)
        {
            names = Array.FindAll(_names, n => n != null);
            return StoreStatus.Ok;
        }

        public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
        {
            int file = Find(name);
            read = 0;
            if (file < 0)
            {
                return StoreStatus.NotFound;
            }

            read = Math.Max(0, Math.Min(count, _lengths[file] - fileOffset));
            Array.Copy(_contents[file], fileOffset, buffer, offset, read);
            return StoreStatus.Ok;
        }

        public StoreStatus Append(string name, byte[] buffer, int offset, int count)
        {
            int file = Find(name);
            if (file < 0)
            {
                return StoreStatus.NotFound;
            }

            Array.Copy(buffer, offset, _contents[file], _lengths[file], count);
            _lengths[file] += count;
            return StoreStatus.Ok;
        }

        public StoreStatus Write(string name, byte[] buffer, int offset, int count)
        {
            int file = Find(name);
            file = file < 0 ? Array.IndexOf(_names, null) : file;
            _names[file] = name;
            _lengths[file] = 0;
            return Append(name, buffer, offset, count);
        }

        public StoreStatus Delete(string name)
        {
            int file = Find(name);
            if (file < 0)
            {
                return StoreStatus.NotFound;
            }

            _names[file] = null!;
            return StoreStatus.Ok;
        }

        private int Find(string name)
        {
            for (int i = 0; i < _names.Length; i++)
            {
                if (_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
