using System;
using System.CommandLine;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Cli.Commands;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Platform;

/// <summary>The options with which people's commands reach the platform's broker.</summary>
internal sealed class BrokerAccess
{
    private readonly Option<string> _broker = new("--broker")
    {
        Description = "The platform's MQTT broker, as host:port.", DefaultValueFactory = _ => "127.0.0.1:1883",
    };

    private readonly LoginOptions _login = new("nobody when left out");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_broker);
        _login.AddTo(command);
    }

    /// <summary>The broker, as it was named.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(_broker)!;

    /// <summary>Connects.</summary>
    /// <exception cref="CliException">It did not come about: one line that says what to do.</exception>
    public async Task<MqttClient> ConnectAsync(ParseResult parsed, string purpose, CancellationToken stop)
    {
        (string host, int port) = Arguments.HostAndPort(parsed.GetValue(_broker)!);
        BrokerLogin login = _login.Read(parsed, null, host);
        MqttConnectResult result = await MqttClient.ConnectAsync(
            new MqttClientOptions
            {
                Host = host,
                Port = port,
                ClientId = $"{login.UserName ?? "zhisan"}.{purpose}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}",
                UserName = login.UserName,
                Password = login.Password,
                Tls = login.MakeTls?.Invoke(),
                KeepAliveSeconds = 20,
            },
            stop);
        return result.Client ?? throw new CliException($"no connection to the broker {result.Detail}; {Advice(result.Failure)}");
    }

    private static string Advice(MqttConnectFailure failure) => failure switch
    {
        MqttConnectFailure.Refused => "give --user and --password-file of somebody it knows",
        MqttConnectFailure.Tls => "is --tls-ca the authority of its certificate, and --broker the name in it?",
        MqttConnectFailure.Dns => "is the name in --broker right?",
        MqttConnectFailure.Tcp => "is it running, and is --broker right?",
        _ => "is --broker the MQTT port, and does it want --tls-ca?",
    };
}
