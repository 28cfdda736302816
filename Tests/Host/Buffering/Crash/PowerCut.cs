using System;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>The power is gone: nothing of the program runs on.</summary>
public sealed class PowerCut : Exception
{
}
