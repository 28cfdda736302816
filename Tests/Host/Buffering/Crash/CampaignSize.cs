using System;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>How much of the campaigns runs: a part that takes less than a minute, or with <c>ZHISAN_CAMPAIGN=1</c> all of it.</summary>
internal static class CampaignSize
{
    /// <summary>Whether everything runs.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("ZHISAN_CAMPAIGN") == "1";
}
