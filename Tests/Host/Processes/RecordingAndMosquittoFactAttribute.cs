using System;
using Xunit;
using ZhiSan.Edge.Tests.Host.Mqtt;
using ZhiSan.Edge.Tests.Host.Sensors;

namespace ZhiSan.Edge.Tests.Host.Processes;

/// <summary>A test that needs both a shared recording and mosquitto; without them it says which is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingAndMosquittoFactAttribute : FactAttribute
{
    /// <summary>Names the recording.</summary>
    public RecordingAndMosquittoFactAttribute(string recording)
    {
        Skip = new SharedDataFactAttribute(recording).Skip ?? new MosquittoFactAttribute().Skip;
    }
}
