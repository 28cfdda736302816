namespace ZhiSan.Edge.Collector;

/// <summary>One thing that a role may do.</summary>
/// <param name="Role">The role.</param>
/// <param name="MayPublish">True: publish; false: subscribe and receive.</param>
/// <param name="Leaf">The last level of the topic, for example <c>pages</c>.</param>
public sealed record AccessRule(AccessRole Role, bool MayPublish, string Leaf);
