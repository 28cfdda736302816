using System.Text;
using System.Threading;
using Xunit;
using ZhiSan.Edge.Device.Uplink;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The one way from the network's threads to the main loop.</summary>
public sealed class EventInboxTests
{
    private readonly AutoResetEvent wake = new(false);
    private readonly UplinkEvent taken = new(new byte[UplinkEvent.MaxPayloadBytes]);

    [Fact]
    public void Events_come_out_in_order_with_what_they_carry()
    {
        EventInbox inbox = new(wake);
        inbox.PostUp(1);
        inbox.PostMessage(1, "a/ack", Encoding.UTF8.GetBytes("first"));
        inbox.PostResult(1, 42, true);
        inbox.PostMessage(1, "a/cmd", Encoding.UTF8.GetBytes("second"));
        inbox.PostDown(1, 5, "why");

        Assert.True(wake.WaitOne(0));
        Assert.Equal(UplinkEventKind.Up, Next(inbox));
        Assert.Equal(UplinkEventKind.Message, Next(inbox));
        Assert.Equal(("a/ack", "first"), (taken.Topic, Text()));
        Assert.Equal(UplinkEventKind.Result, Next(inbox));
        Assert.Equal((42, true), (taken.Token, taken.Accepted));
        Assert.Equal(UplinkEventKind.Message, Next(inbox));
        Assert.Equal(("a/cmd", "second"), (taken.Topic, Text()));
        Assert.Equal(UplinkEventKind.Down, Next(inbox));
        Assert.Equal((5, "why"), (taken.Cause, taken.Detail));
        Assert.False(inbox.Take(taken));
    }

    [Fact]
    public void Flood_of_messages_leaves_room_for_what_the_gateway_must_know_about_its_own()
    {
        EventInbox inbox = new(wake);
        for (int i = 0; i < 100; i++)
        {
            inbox.PostMessage(1, "flood", [(byte)i]);
        }

        for (int token = 0; token < EventInbox.ReservedSlots; token++)
        {
            inbox.PostResult(1, token, true);
        }

        for (int i = 0; i < EventInbox.Slots - EventInbox.ReservedSlots; i++)
        {
            Assert.Equal(UplinkEventKind.Message, Next(inbox));
            Assert.Equal(i, taken.Payload[0]);
        }

        for (int token = 0; token < EventInbox.ReservedSlots; token++)
        {
            Assert.Equal(UplinkEventKind.Result, Next(inbox));
            Assert.Equal(token, taken.Token);
        }

        Assert.Equal(100 - (EventInbox.Slots - EventInbox.ReservedSlots), inbox.Dropped);
    }

    [Fact]
    public void Payloads_stay_apart_when_the_rings_wrap()
    {
        EventInbox inbox = new(wake);
        for (int i = 0; i < 200; i++)
        {
            inbox.PostMessage(1, "t", Encoding.UTF8.GetBytes("message " + i));
            if (i % 3 == 0)
            {
                inbox.PostResult(1, i, true);
                Next(inbox);
                Assert.Equal("message " + i, Text());
                Next(inbox);
                Assert.Equal(i, taken.Token);
            }
            else
            {
                Next(inbox);
                Assert.Equal("message " + i, Text());
            }
        }
    }

    [Fact]
    public void Message_that_is_too_long_is_told_without_its_content()
    {
        EventInbox inbox = new(wake);
        inbox.PostMessage(1, "t", new byte[UplinkEvent.MaxPayloadBytes]);
        inbox.PostMessage(1, "t", new byte[UplinkEvent.MaxPayloadBytes + 1]);

        Next(inbox);
        Assert.Equal(("t", UplinkEvent.MaxPayloadBytes), (taken.Topic, taken.PayloadLength));
        Next(inbox);
        Assert.Equal(("", 0), (taken.Topic, taken.PayloadLength));
    }

    private UplinkEventKind Next(EventInbox inbox)
    {
        Assert.True(inbox.Take(taken));
        return taken.Kind;
    }

    private string Text() => Encoding.UTF8.GetString(taken.Payload, 0, taken.PayloadLength);
}
