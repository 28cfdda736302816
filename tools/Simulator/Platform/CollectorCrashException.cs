using System;

namespace ZhiSan.Edge.Simulator;

/// <summary>The collector's process ends here.</summary>
internal sealed class CollectorCrashException : Exception
{
}
