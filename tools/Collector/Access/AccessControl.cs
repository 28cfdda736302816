using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Collector;

/// <summary>The embedded broker's doorkeeper: users and passwords from a file, rights from <see cref="AccessRules"/>.</summary>
public sealed class AccessControl(UserFile users) : IMqttAuthenticator, IMqttAuthorizer
{
    // The collector itself, connected within the process.
    private const string OwnIdentity = "*";

    // What an unknown user's password is compared with, so that both answers take equally long.
    private static readonly string Nobody = PasswordHash.Make([]);

    /// <summary>Takes over changes of the users file; returns why it could not be read, or null.</summary>
    public string? Refresh() => users.Refresh();

    /// <inheritdoc/>
    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancel) =>
        ValueTask.FromResult(credentials.RemoteEndPoint is null ? MqttAuthentication.Allow(OwnIdentity) : Judge(credentials));

    /// <inheritdoc/>
    public bool MayPublish(string identity, string clientId, string topic) =>
        identity == OwnIdentity || (UserOf(identity) is { } user && AccessRules.MayPublish(user.Name, user.Role, topic));

    /// <inheritdoc/>
    public bool MaySubscribe(string identity, string clientId, MqttTopicFilter filter) =>
        identity == OwnIdentity || (UserOf(identity) is { } user && AccessRules.MaySubscribe(user.Name, user.Role, filter));

    /// <summary>Whether a connection with this identity may go on: its user was neither removed nor given another password.</summary>
    public bool IsGood(string identity) => identity == OwnIdentity || UserOf(identity) is not null;

    private MqttAuthentication Judge(MqttCredentials credentials)
    {
        // A user added a moment ago is let in at once.
        users.Refresh();
        AccessUser? user = credentials.UserName is { } name ? users.Find(name) : null;
        bool isRight = PasswordHash.Verify(credentials.Password.GetValueOrDefault().Span, user?.Hash ?? Nobody);
        if (user is null || !isRight)
        {
            return MqttAuthentication.Deny();
        }

        if (!AccessRules.IsClientIdOf(user.Name, credentials.ClientId))
        {
            return MqttAuthentication.Deny(MqttConnectReturnCode.IdentifierRejected);
        }

        // A certificate that was issued to another one is not this one's, whatever password goes with it.
        return credentials.Certificate is { } certificate && CommonName(certificate) != user.Name
            ? MqttAuthentication.Deny(MqttConnectReturnCode.NotAuthorized)
            : MqttAuthentication.Allow($"{user.Name} {user.Tag}");
    }

    private AccessUser? UserOf(string identity)
    {
        int space = identity.IndexOf(' ', StringComparison.Ordinal);
        AccessUser? user = space < 0 ? null : users.Find(identity[..space]);
        return user is not null && identity.AsSpan(space + 1).SequenceEqual(user.Tag) ? user : null;
    }

    private static string CommonName(X509Certificate certificate) =>
        certificate is X509Certificate2 full ? full.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : "";
}
