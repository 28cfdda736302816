using ZhiSan.Edge.Buffering.Records;

namespace ZhiSan.Edge.Buffering.Ring;

/// <summary>Takes the records that the journal owes itself.</summary>
internal interface IRecordSink
{
    /// <summary>Numbers the record and makes it durable.</summary>
    AppendStatus Take(Record record);
}
