using System;

namespace ZhiSan.Edge.Simulator;

/// <summary>The power is gone: no line of the gateway's code runs any further.</summary>
internal sealed class PowerCutException : Exception
{
}
