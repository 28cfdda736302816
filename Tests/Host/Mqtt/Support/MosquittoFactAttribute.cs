using System;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>
/// A test against the real mosquitto. Without the programs it is skipped and says what to install; with CI=true it runs and
/// fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute()
    {
        var isContinuousIntegration = Environment.GetEnvironmentVariable("CI") == "true";
        if (Host.Support.Mosquitto.Missing is { } missing && !isContinuousIntegration)
        {
            Skip = missing;
        }
    }
}
