namespace ZhiSan.Edge.Core.Console;

/// <summary>One thing that a probe found out. The object is reused.</summary>
public sealed class ProbeFinding
{
    /// <summary>Probe: which Wi-Fi networks are there. Findings: name as step, strength in dBm as number.</summary>
    public const byte WifiScan = 1;

    /// <summary>Probe: whether the configured Wi-Fi can be joined, and how strong it is. One finding, <c>wifi</c>.</summary>
    public const byte WifiTest = 2;

    /// <summary>Probe: the way to the broker. Findings <c>dns</c>, <c>tcp</c>, <c>tls</c>, <c>connack</c>, <c>publish</c>, up to the first that fails.</summary>
    public const byte Broker = 3;

    /// <summary>Still at it.</summary>
    public const int Busy = 0;

    /// <summary>The finding is filled.</summary>
    public const int Found = 1;

    /// <summary>There is no more.</summary>
    public const int Done = 2;

    /// <summary>Verdict: good.</summary>
    public const byte Pass = 0;

    /// <summary>Verdict: works, and somebody should look.</summary>
    public const byte Warn = 1;

    /// <summary>Verdict: does not work.</summary>
    public const byte Fail = 2;

    /// <summary>Which step.</summary>
    public string Step = string.Empty;

    /// <summary>One of the verdicts above.</summary>
    public byte Verdict;

    /// <summary>What was seen: an address, a time, an error. Never a secret.</summary>
    public string Text = string.Empty;

    /// <summary>Strength in dBm where there is one, else 0.</summary>
    public int Number;
}
