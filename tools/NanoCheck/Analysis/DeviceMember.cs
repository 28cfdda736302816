namespace ZhiSan.Edge.NanoCheck;

/// <summary>A device member that stands in for a host member.</summary>
internal readonly record struct DeviceMember(string TypeName, string Key);
