namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// What an operation takes on the device, from public measurements: a simple loop iteration, which is eleven IL instructions, takes the
/// interpreter about 100 ns on a PC, and an ESP32 is 20 to 50 times slower. (The other public figure, 130 to 200 microseconds for a
/// CRC-32 over 1 KB, gives less: <see cref="FromCrc"/>.)
/// </summary>
/// <param name="FastestNs">Nanoseconds of an operation, at best.</param>
/// <param name="SlowestNs">Nanoseconds of an operation, at worst.</param>
public sealed record InterpreterSpeed(double FastestNs, double SlowestNs)
{
    /// <summary>Longest step that is allowed.</summary>
    public const double LimitMs = 50;

    private const double LoopNs = 100;
    private const double LoopOperations = 11;

    // The plain loop over a table, a byte at a time: thirteen instructions and seven of the loop.
    private const double CrcOperations = 1024 * 20;
    private const double FastestCrcNs = 130_000;
    private const double SlowestCrcNs = 200_000;
    private const double LeastSlowdown = 20;
    private const double MostSlowdown = 50;

    /// <summary>From the loop: the dearer of the two figures, and the one that is taken.</summary>
    public static InterpreterSpeed FromLoop { get; } = new(LoopNs / LoopOperations * LeastSlowdown, LoopNs / LoopOperations * MostSlowdown);

    /// <summary>From the checksum.</summary>
    public static InterpreterSpeed FromCrc { get; } =
        new(FastestCrcNs / CrcOperations * LeastSlowdown, SlowestCrcNs / CrcOperations * MostSlowdown);

    /// <summary>Milliseconds of some operations at worst.</summary>
    public double SlowestMs(long operations) => operations * SlowestNs / 1e6;

    /// <summary>Milliseconds of some operations at best.</summary>
    public double FastestMs(long operations) => operations * FastestNs / 1e6;
}
