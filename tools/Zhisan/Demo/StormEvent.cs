using System;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>Something the storm does at a moment of the run.</summary>
/// <param name="At">Share of the sampling time, 0 to 1.</param>
/// <param name="What">What people read.</param>
/// <param name="Do">What happens.</param>
/// <param name="When">What must hold before it happens, or null: on a busy machine a moment alone does not say how far things are.</param>
internal sealed record StormEvent(double At, string What, Action Do, Func<bool>? When = null);
