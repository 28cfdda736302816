using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.VirtualGateway;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan collect</c>: the platform's side.</summary>
internal static class CollectCommand
{
    private const long FirstDropped = 100;

    private static readonly Option<FileInfo> Database = new("--database")
    {
        Description = "SQLite database; made when missing.", DefaultValueFactory = _ => new FileInfo("zhisan.db"),
    };

    private static readonly Option<FileInfo> Keys = new("--keys") { Description = "File with the gateways' keys (see 'zhisan keys').", Required = true };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where the embedded MQTT broker listens, as address:port; port 0 chooses a free one.",
        DefaultValueFactory = _ => "127.0.0.1:1883",
    };

    private static readonly Option<string?> Broker = new("--broker") { Description = "Use this MQTT broker (host:port) instead of the embedded one." };

    private static readonly Option<FileInfo?> Users = new("--users")
    {
        Description = "Who may talk to the embedded broker (see 'zhisan access'); changes take effect within a second.",
    };

    private static readonly Option<bool> Anonymous = new("--anonymous") { Description = "Let everybody talk to the embedded broker, without a password." };

    private static readonly Option<FileInfo?> Certificate = new("--tls-cert") { Description = "Server certificate (PEM): the embedded broker encrypts; with --tls-key." };

    private static readonly Option<FileInfo?> CertificateKey = new("--tls-key") { Description = "Its key (PEM)." };

    private static readonly Option<FileInfo?> ClientAuthority = new("--tls-client-ca")
    {
        Description = "Gateways must show a certificate of this authority (PEM), issued to their user name.",
    };

    private static readonly LoginOptions Login = new("with --broker only");

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object when ready, and one at the end." };

    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Say nothing on the way." };

    private static readonly Option<string?> DropPage = new("--drop-page")
    {
        Description = "For demonstrations: swallow every message of site/gateway that begins with record 100 or a later one.", Hidden = true,
    };

    private static readonly Option<string?> DieAt = new("--die-at")
    {
        Description = "For tests: end as a power cut does at the third message with pages, when it is 'received' or 'committed'.", Hidden = true,
    };

    public static Command Create()
    {
        var command = new Command("collect", "Collect from gateways: verify, store, acknowledge, keep the ledger.")
        {
            Database, Keys, Listen, Users, Anonymous, Certificate, CertificateKey, ClientAuthority, Broker, Json, Quiet, DropPage, DieAt,
            CollectImportCommand.Create(),
        };
        Login.AddTo(command);
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("collect", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        bool json = parsed.GetValue(Json);
        bool quiet = parsed.GetValue(Quiet);
        string? broker = parsed.GetValue(Broker);
        FileInfo keys = parsed.GetValue(Keys)!;
        if (!keys.Exists)
        {
            throw new CliException($"{keys} does not exist: make it with 'zhisan keys add site/gateway --keys {keys}'");
        }

        IPEndPoint listen = Arguments.EndPoint("--listen", parsed.GetValue(Listen)!);
        UserFile? users = ReadUsers(parsed, listen, broker != null);
        BrokerLogin login = Login.Read(parsed, null, broker == null ? "localhost" : Arguments.HostAndPort(broker).Host);
        if (broker == null && login != BrokerLogin.Anonymous)
        {
            throw new CliException("--user, --password-file, --tls and --tls-ca belong to --broker; the embedded broker takes --users, --tls-cert and --tls-key");
        }

        await using var service = new CollectorService(new CollectorOptions
        {
            DatabasePath = parsed.GetValue(Database)!.FullName,
            Keys = KeyRing.Load(keys.FullName),
            Listen = listen,
            Users = users,
            Broker = broker == null ? null : BrokerAt(broker),
            UserName = login.UserName,
            Password = login.Password,
            Tls = login.MakeTls?.Invoke(),
            ClientId = login.UserName ?? "zhisan-collector",
            EmbeddedBroker = new MqttBrokerOptions { Tls = ListenerTls(parsed), Intercept = DropRule(parsed.GetValue(DropPage)) },
            OnStep = DeathRule(parsed.GetValue(DieAt)),
            OnNotice = notice =>
            {
                if (!quiet)
                {
                    Console.Error.WriteLine(notice.Text);
                }
            },
        });
        IPEndPoint? bound = await service.StartAsync();
        if (json)
        {
            JsonLine.Write(new { Listening = bound?.ToString(), Broker = broker });
        }
        else
        {
            Console.WriteLine(bound == null ? $"collecting through {broker}" : $"collecting; gateways connect to {bound}");
        }

        await service.RunAsync(stop);
        CollectorStatistics seen = service.Statistics;
        if (json)
        {
            JsonLine.Write(seen);
        }
        else
        {
            Console.WriteLine($"{seen.Records} records stored, {seen.Duplicates} duplicates dropped, {seen.Rejections} rejected, {seen.Acks} acknowledgements");
        }

        return ExitCodes.Ok;
    }

    private static UserFile? ReadUsers(ParseResult parsed, IPEndPoint listen, bool hasBroker)
    {
        FileInfo? users = parsed.GetValue(Users);
        bool anonymous = parsed.GetValue(Anonymous);
        bool isSecure = parsed.GetValue(Certificate) != null;
        if (hasBroker)
        {
            return users == null && !isSecure && !anonymous
                ? null
                : throw new CliException("--users, --anonymous and --tls-cert belong to the embedded broker: with --broker that one decides ('zhisan access mosquitto' writes its files)");
        }

        if ((users == null) != anonymous)
        {
            throw new CliException(
                anonymous
                    ? "--users and --anonymous contradict each other"
                    : "say who may talk: --users FILE (make it with 'zhisan access add'), or --anonymous to let everybody");
        }

        if (users != null)
        {
            AccessCommand.RequireSafeListener(listen.Address, isSecure, Login.AllowsPlain(parsed));
        }

        return users == null ? null : AccessCommand.Load(users);
    }

    private static SslServerAuthenticationOptions? ListenerTls(ParseResult parsed)
    {
        FileInfo? certificate = parsed.GetValue(Certificate);
        FileInfo? key = parsed.GetValue(CertificateKey);
        FileInfo? authority = parsed.GetValue(ClientAuthority);
        if ((certificate == null) != (key == null) || (authority != null && certificate == null))
        {
            throw new CliException("--tls-cert and --tls-key go together, and --tls-client-ca needs them");
        }

        return certificate == null ? null : CertificateFiles.Server(certificate, key!, authority);
    }

    private static BrokerAddress BrokerAt(string text)
    {
        (string host, int port) = Arguments.HostAndPort(text);
        return new BrokerAddress(host, port);
    }

    private static Func<MqttPublish, MqttInterceptVerdict>? DropRule(string? gateway)
    {
        if (gateway == null)
        {
            return null;
        }

        // The header's first record decides, so that the first message arrives however much it carries.
        (string site, string name) = Arguments.SiteAndGateway(gateway);
        string topic = $"zhisan/v1/{site}/{name}/pages";
        var header = new RunHeader();
        return publish => publish.Message.Topic == topic && Begins(header, publish.Message.Payload.ToArray()) >= FirstDropped
            ? MqttInterceptVerdict.AcknowledgeAndDrop
            : MqttInterceptVerdict.Deliver;
    }

    private static long Begins(RunHeader header, byte[] run) =>
        header.Read(run, 0, run.Length) == RunHeaderStatus.Ok ? header.FirstSequence : 0;

    private static Action<CollectorStep, MqttMessage>? DeathRule(string? at)
    {
        const int Fatal = 3;
        if (at == null)
        {
            return null;
        }

        CollectorStep fatal = at switch
        {
            "received" => CollectorStep.Received,
            "committed" => CollectorStep.Committed,
            _ => throw new CliException($"--die-at '{at}': write received or committed"),
        };
        int seen = 0;
        return (step, message) =>
        {
            if (step == fatal && message.Topic.EndsWith("/pages", StringComparison.Ordinal) && ++seen == Fatal)
            {
                using var self = System.Diagnostics.Process.GetCurrentProcess();
                self.Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        };
    }
}
