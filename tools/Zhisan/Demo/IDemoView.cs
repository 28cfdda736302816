using System;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>Where the demo shows what happens.</summary>
internal interface IDemoView : IDisposable
{
    /// <summary>Something happened, in words.</summary>
    void Say(string text);

    /// <summary>Time passed; show the state if it is time to, or because it is the last.</summary>
    void Refresh(DemoRun run, bool isLast = false);
}
