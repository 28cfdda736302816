using System;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;

namespace ZhiSan.Edge.Tests.Host.Buffering;

/// <summary>
/// I1-I5 under power cuts. Reduced here; <c>ZHISAN_CAMPAIGN=1 tools/test --filter Campaign</c> cuts at every call.
/// </summary>
public class CrashCampaignTests(ITestOutputHelper output)
{
    private const int Steps = 300;

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 3)]
    public void Whatever_call_the_power_cuts_everything_durable_is_there_or_accounted_for(bool linked, int segments)
    {
        var campaign = new Campaign(new Script(1, linked), Script.Options(segments), Steps);
        campaign.Run(CampaignSize.IsFull ? 1 : 3, CampaignSize.IsFull ? 7 : 97);
        output.WriteLine(campaign.ToString());
        Assert.True(campaign.Cases > 500, campaign.ToString());
        Assert.True(campaign.ViolationCount == 0, campaign.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Long_lives_with_many_cuts_keep_every_promise(bool hasTrouble)
    {
        int cases = 0;
        for (int seed = 1; seed <= (CampaignSize.IsFull ? 2000 : 25); seed++)
        {
            var run = new RandomRun(seed, hasTrouble);
            run.Run(1500);
            cases += run.Cases;
            Assert.True(run.Violations.Count == 0, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {string.Join(Environment.NewLine, run.Violations)}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases} starts, 0 violations"));
    }
}
