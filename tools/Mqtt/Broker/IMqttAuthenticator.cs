using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Mqtt;

/// <summary>Decides who may connect.</summary>
public interface IMqttAuthenticator
{
    /// <summary>Judges one CONNECT. An exception refuses the client with ServerUnavailable.</summary>
    ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancel);
}
