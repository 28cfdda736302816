using System;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Bits of the CONNECT flags byte (section 3.1.2.3).</summary>
[Flags]
internal enum ConnectFlags : byte
{
    None = 0,
    Reserved = 1 << 0,
    CleanSession = 1 << 1,
    Will = 1 << 2,
    WillQosLow = 1 << 3,
    WillQosHigh = 1 << 4,
    WillRetain = 1 << 5,
    Password = 1 << 6,
    UserName = 1 << 7,
}
