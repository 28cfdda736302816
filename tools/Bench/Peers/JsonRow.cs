using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Messages;

namespace ZhiSan.Edge.Bench.Peers;

/// <summary>A row as one line of JSON with the names of its channels, as many loggers keep it.</summary>
public sealed class JsonRow
{
    private readonly Workload _workload;

    /// <summary>Makes a writer of the rows of a workload.</summary>
    public JsonRow(Workload workload)
    {
        _workload = workload;
    }

    /// <summary>Writes a row, its line end included, into the cleared buffer.</summary>
    public void Write(int index, TextBuffer text)
    {
        WorkloadRow row = _workload.Rows[index];
        text.Clear();
        text.Add("{\"time\":").Add(row.Seconds);
        if (row.EventBody != null)
        {
            text.Add(",\"event\":\"").Add(System.Convert.ToBase64String(row.EventBody)).Add("\"");
        }

        for (int i = 0; i < row.Values.Length; i++)
        {
            if (row.Qualities[i] != JournalLimits.AbsentQuality)
            {
                text.Add(",").AddQuoted(_workload.Channels[i].Name).Add(":").AddFixed(row.Values[i], _workload.Channels[i].Decimals);
            }
        }

        text.Add("}\n");
    }
}
