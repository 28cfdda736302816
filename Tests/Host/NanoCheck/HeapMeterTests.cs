using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>Prices of nanoCLR's heap.</summary>
public class HeapMeterTests
{
    [Fact]
    public void Objects_arrays_and_strings_are_priced_in_blocks_of_twelve_bytes()
    {
        Leaf leaf = new();
        HeapMeter meter = new(type => type == typeof(Leaf));

        meter.Add(leaf);

        // An object of four fields; 20 + 10 bytes; 20 + 2 references; a block and four bytes of text.
        Assert.Equal(60, Of(meter, nameof(Leaf)));
        Assert.Equal(36, Of(meter, "Byte[]"));
        Assert.Equal(48, Of(meter, "Leaf[]"));
        Assert.Equal(24, Of(meter, "String"));
        Assert.Equal(60 + 36 + 48 + 24, meter.Bytes);
    }

    [Fact]
    public void What_is_met_twice_counts_once()
    {
        Leaf leaf = new();
        HeapMeter meter = new(type => type == typeof(Leaf));

        meter.Add(leaf);
        meter.Add(new[] { leaf, leaf });

        Assert.Equal(1, meter.Shares.Single(s => s.Type == nameof(Leaf)).Count);
    }

    private static long Of(HeapMeter meter, string type) => meter.Shares.Single(s => s.Type == type).Bytes;

    private sealed class Leaf
    {
        public readonly byte[] Bytes = new byte[10];
        public readonly Leaf[] Leaves;
        public readonly string Text = new('t', 3);
        public readonly long Number = 7;

        public Leaf() => Leaves = [this, this];
    }
}
