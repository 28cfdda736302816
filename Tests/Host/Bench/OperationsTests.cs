using Xunit;
using ZhiSan.Edge.Bench.Measures;
using ZhiSan.Edge.Bench.Workloads;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.Bench;

/// <summary>What a row costs in the device's interpreter.</summary>
[Collection(nameof(StepCounter))]
public class OperationsTests
{
    [Fact]
    public void Appending_a_row_is_less_work_than_its_JSON_text()
    {
        Operations operations = Operations.Of(RecordedWorkload.Demo());

        Assert.InRange(operations.Append, 1000, operations.JsonText);
    }
}
