using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Tests.Portable.Support;

/// <summary>Counts records and checks that each is within the limits.</summary>
public sealed class RowCounter : IRecordVisitor
{
    /// <summary>Records seen.</summary>
    public int Rows { get; private set; }

    /// <inheritdoc/>
    public void Visit(Record record)
    {
        bool withinLimits = record.ChannelCount <= JournalLimits.MaxChannels
            && record.BodyLength <= JournalLimits.MaxEventBodyBytes && record.Kind <= RecordKind.Max;
        Rows += withinLimits ? 1 : 0;
    }
}
