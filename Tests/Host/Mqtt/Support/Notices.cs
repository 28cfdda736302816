using System.Threading.Channels;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>Collects what a broker tells.</summary>
internal sealed class Notices
{
    private readonly Channel<MqttBrokerNotice> _told = Channel.CreateUnbounded<MqttBrokerNotice>();

    public void Add(MqttBrokerNotice notice) => _told.Writer.TryWrite(notice);

    /// <summary>Waits for the next notice of a kind, passing over others.</summary>
    public async Task<MqttBrokerNotice> NextAsync(MqttBrokerNoticeKind kind)
    {
        while (true)
        {
            var notice = await _told.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);
            if (notice.Kind == kind)
            {
                return notice;
            }
        }
    }
}
