namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>Why a line of a recording was not taken. The first check that fails names the line.</summary>
public enum CsvRejectReason
{
    /// <summary>Longer than <see cref="CsvLineReader.MaxLineLength"/>.</summary>
    LineTooLong,

    /// <summary>A quote that does not close, or text beside it.</summary>
    BadQuoting,

    /// <summary>More or fewer fields than the header has.</summary>
    WrongFieldCount,

    /// <summary>The first field is neither an ISO date-time nor Unix seconds.</summary>
    BadTime,

    /// <summary>Not later, in milliseconds, than the last row that was taken.</summary>
    TimeNotIncreasing,

    /// <summary>A reading that is not a decimal number.</summary>
    BadNumber,

    /// <summary>A reading that does not fit 32 bits at its channel's resolution.</summary>
    OutOfRange,
}
