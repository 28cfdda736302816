namespace ZhiSan.Edge.Collector;

/// <summary>What a user of the broker is there for.</summary>
public enum AccessRole
{
    /// <summary>One gateway; its user name is <c>site/gateway</c>.</summary>
    Gateway,

    /// <summary>The collector.</summary>
    Platform,

    /// <summary>People who watch gateways and command them.</summary>
    Operator,

    /// <summary>People and programs that watch only.</summary>
    Viewer,
}
