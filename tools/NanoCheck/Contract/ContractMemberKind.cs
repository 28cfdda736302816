namespace ZhiSan.Edge.NanoCheck;

/// <summary>The first word of a member in the API lists.</summary>
internal enum ContractMemberKind
{
    Type,
    Constructor,
    Method,
    Property,
    Field,
    Event,
    Delegate,
}
