namespace ZhiSan.Edge.Core;

/// <summary>The small messages that wait for the broker's word, one at a time.</summary>
internal enum Control
{
    /// <summary>None is under way.</summary>
    None,

    /// <summary>The state after connecting.</summary>
    State,

    /// <summary>An incident.</summary>
    Incident,

    /// <summary>An answer to a command.</summary>
    Reply,
}
