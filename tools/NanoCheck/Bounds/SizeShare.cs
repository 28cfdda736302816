namespace ZhiSan.Edge.NanoCheck;

/// <summary>What a type or a member takes of the image, without the strings and signatures that it shares with others.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Bytes">Table rows and byte code.</param>
/// <param name="Members">Methods and fields in it.</param>
public sealed record SizeShare(string Name, int Bytes, int Members);
