namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>How many bytes a session took.</summary>
internal readonly record struct SessionLength(int BytesRead, int BytesWritten)
{
    public static SessionLength Of(CuttingPort port) => new(port.BytesRead, port.BytesWritten);
}
