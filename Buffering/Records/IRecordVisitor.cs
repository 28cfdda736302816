namespace ZhiSan.Edge.Buffering.Records;

/// <summary>Sees records one by one. The record is reused: copy what must stay.</summary>
public interface IRecordVisitor
{
    /// <summary>Called for each record in order of its sequence number.</summary>
    void Visit(Record record);
}
