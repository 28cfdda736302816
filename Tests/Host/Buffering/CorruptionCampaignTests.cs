using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Tests.Host.Buffering.Crash;

namespace ZhiSan.Edge.Tests.Host.Buffering;

/// <summary>
/// I5: a small journal damaged in every byte of every file. Reduced here; with <c>ZHISAN_CAMPAIGN=1</c> every bit, and bursts from every byte.
/// </summary>
public class CorruptionCampaignTests(ITestOutputHelper output)
{
    [Fact]
    public void A_flipped_bit_costs_its_page_and_nothing_else()
    {
        var campaign = new CorruptionCampaign();
        campaign.FlipBits(every: CampaignSize.IsFull);
        Judge(campaign, 1400);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(128)]
    [InlineData(600)]
    public void A_burst_costs_the_pages_it_touches_and_what_they_alone_proved(int length)
    {
        var campaign = new CorruptionCampaign();
        campaign.Burst(length, CampaignSize.IsFull ? 1 : 3);
        Judge(campaign, 500);
    }

    [Fact]
    public void A_file_cut_short_or_removed_costs_what_it_held_and_nothing_else()
    {
        var campaign = new CorruptionCampaign();
        campaign.Truncate(CampaignSize.IsFull ? 1 : 3);
        Judge(campaign, 500);
    }

    private void Judge(CorruptionCampaign campaign, int fewest)
    {
        output.WriteLine(campaign.ToString());
        Assert.True(campaign.Violations.Count == 0, campaign.ToString());
        Assert.True(campaign.Cases >= fewest, campaign.ToString());
    }
}
