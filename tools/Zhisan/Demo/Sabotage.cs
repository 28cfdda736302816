namespace ZhiSan.Edge.Cli.Demo;

/// <summary>Damage that no gateway can mend, for proving that the demo notices.</summary>
internal enum Sabotage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A segment file disappears while its gateway is without power.</summary>
    DeleteSegment,

    /// <summary>One bit of a sealed page flips while its gateway is without power.</summary>
    FlipByte,

    /// <summary>One page never gets from the broker to the collector, however often it is sent.</summary>
    DropPage,
}
