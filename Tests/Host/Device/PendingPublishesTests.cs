using Xunit;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Device.Uplink;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The client's packet ids collide, and its answers come in any order.</summary>
public sealed class PendingPublishesTests
{
    private readonly PendingPublishes pending = new();

    [Fact]
    public void Answer_gives_the_token_back_once()
    {
        Assert.True(pending.Add(7, 100, 0, out _));

        Assert.True(pending.Take(7, out int token));
        Assert.Equal(100, token);
        Assert.False(pending.Take(7, out _));
    }

    [Fact]
    public void Colliding_packet_id_forgets_the_older_message_and_says_which()
    {
        pending.Add(7, 100, 0, out _);

        Assert.True(pending.Add(7, 200, 10, out int forgotten));

        Assert.Equal(100, forgotten);
        Assert.Equal(1, pending.Count);
        Assert.True(pending.Take(7, out int token));
        Assert.Equal(200, token);
        Assert.False(pending.Take(7, out _));
    }

    [Fact]
    public void Without_a_collision_nothing_is_forgotten()
    {
        pending.Add(7, 100, 0, out _);

        pending.Add(8, 200, 0, out int forgotten);

        Assert.Equal(GatewayOutput.NoToken, forgotten);
        Assert.Equal(2, pending.Count);
    }

    [Fact]
    public void Full_table_refuses_and_a_collision_makes_its_own_room()
    {
        for (ushort id = 1; id <= PendingPublishes.Slots; id++)
        {
            Assert.True(pending.Add(id, id, 0, out _));
        }

        Assert.False(pending.Add(99, 99, 0, out int none));
        Assert.Equal(GatewayOutput.NoToken, none);
        Assert.True(pending.Add(3, 33, 0, out int forgotten));
        Assert.Equal(3, forgotten);
    }

    [Fact]
    public void Age_is_that_of_the_oldest_message()
    {
        Assert.Equal(0, pending.OldestAgeMs(1000));
        pending.Add(1, 1, 1000, out _);
        pending.Add(2, 2, 5000, out _);

        Assert.Equal(9000, pending.OldestAgeMs(10000));
        pending.Take(1, out _);
        Assert.Equal(5000, pending.OldestAgeMs(10000));
    }
}
