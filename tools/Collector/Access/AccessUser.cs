using System;
using System.Security.Cryptography;
using System.Text;

namespace ZhiSan.Edge.Collector;

/// <summary>A user of the broker.</summary>
/// <param name="Name"><c>site/gateway</c> for a gateway, else a name without a slash.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Hash">Hash of its password, see <see cref="PasswordHash"/>.</param>
public sealed record AccessUser(string Name, AccessRole Role, string Hash)
{
    /// <summary>Differs when the user was removed and made again: a connection of the earlier one is not one of this one.</summary>
    public string Tag { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Hash)).AsSpan(0, 8));

    /// <summary>Without the hash.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
