using System.Collections.Generic;
using System.Linq;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Core;

/// <summary>A thousand cores and one broker. Nobody may ask more of it in a second than a twentieth of them.</summary>
public sealed class HerdTests
{
    private const int Fleet = 1000;
    private const int Most = Fleet / 20;

    [Fact]
    public void A_fleet_that_loses_its_broker_for_an_instant_comes_back_spread_out()
    {
        List<Member> fleet = Make();
        Run(fleet, 0, 400_000, true);
        Assert.All(fleet, m => Assert.Equal(LinkState.Up, m.Gateway.Link));
        fleet.ForEach(m => m.Gateway.LinkDown(400_000, IncidentCause.Broker));
        int peak = Run(fleet, 400_000, 600_000, true);
        Assert.All(fleet, m => Assert.Equal(LinkState.Up, m.Gateway.Link));
        Assert.InRange(peak, 1, Most);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(90_000)]
    [InlineData(3_600_000)]
    public void A_fleet_that_loses_its_broker_for_a_while_comes_back_spread_out(long outageMs)
    {
        List<Member> fleet = Make();
        Run(fleet, 0, 400_000, true);
        fleet.ForEach(m => m.Gateway.LinkDown(400_000, IncidentCause.Broker));
        int peak = Run(fleet, 400_000, 400_000 + outageMs, false);
        int after = Run(fleet, 400_000 + outageMs, 1_100_000 + outageMs, true);
        Assert.All(fleet, m => Assert.Equal(LinkState.Up, m.Gateway.Link));
        Assert.InRange(peak, 1, Most);
        Assert.InRange(after, 1, Most);
    }

    [Fact]
    public void A_county_whose_power_returns_starts_spread_out()
    {
        Assert.InRange(Run(Make(), 0, 120_000, true), 1, Most);
    }

    private static List<Member> Make() => Enumerable.Range(1, Fleet).Select(i => new Member($"gw-{i:d4}")).ToList();

    // Lets time pass by tenths of a second; returns the most attempts in any second.
    private static int Run(List<Member> fleet, long from, long to, bool brokerIsThere)
    {
        var attempts = new Dictionary<long, int>();
        for (long now = from; now < to; now += 100)
        {
            foreach (Member member in fleet)
            {
                if (member.Gateway.NextDeadlineMs <= now && member.Step(now, brokerIsThere))
                {
                    attempts[now / 1000] = attempts.GetValueOrDefault(now / 1000) + 1;
                }
            }
        }

        return attempts.Count == 0 ? 0 : attempts.Values.Max();
    }

    private sealed class Member
    {
        private readonly GatewayOutput _output = new();

        public Member(string name)
        {
            var store = new MemoryStore();
            byte[] key = new byte[32];
            var options = new GatewayOptions { Site = "yunwu", Gateway = name, HeartbeatMs = 3_600_000 };
            var journal = new Journal(store, new JournalOptions { MostChannels = 1 }, key);
            var channels = new ChannelSetBody(1);
            channels.Names[0] = "t";
            channels.Units[0] = "Cel";
            Gateway = new Gateway(options, journal, channels, null, store, key);
            Gateway.Start(0, 7);
        }

        public Gateway Gateway { get; }

        // Returns whether it tried to connect.
        public bool Step(long now, bool brokerIsThere)
        {
            Gateway.Tick(now);
            bool tried = Drain(now);
            if (tried)
            {
                if (brokerIsThere)
                {
                    Gateway.LinkUp(now);
                }
                else
                {
                    Gateway.LinkDown(now, IncidentCause.Broker);
                }

                Drain(now);
            }

            return tried;
        }

        private bool Drain(long now)
        {
            bool tried = false;
            while (Gateway.NextOutput(_output))
            {
                tried |= _output.Kind == OutputKind.Connect;
                if (_output.Kind == OutputKind.Publish && _output.Token != GatewayOutput.NoToken)
                {
                    Gateway.PublishResult(now, _output.Token, true);
                }
            }

            return tried;
        }
    }
}
