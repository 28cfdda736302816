using System;
using System.Globalization;
using System.Security.Cryptography;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// Hashes of passwords in mosquitto's own form, <c>$7$iterations$salt$hash</c>: PBKDF2 with HMAC-SHA512, salt and hash in base 64. So
/// one file serves the embedded broker and mosquitto, and no password is kept anywhere.
/// </summary>
public static class PasswordHash
{
    /// <summary>
    /// Iterations of new hashes. Mosquitto computes them one after the other on its only thread: a thousand gateways that come back
    /// together must still get in. Passwords that this tool makes have 192 random bits and need none of it.
    /// </summary>
    public const int Iterations = 10_000;

    private const string Kind = "7";
    private const int SaltBytes = 12;
    private const int HashBytes = 64;
    private const int MostIterations = 10_000_000;

    /// <summary>Hashes a password with a new salt.</summary>
    public static string Make(ReadOnlySpan<byte> password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, HashBytes);
        return string.Create(
            CultureInfo.InvariantCulture, $"${Kind}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether a text is a hash that <see cref="Verify"/> can work with.</summary>
    public static bool IsValid(string text) => TryRead(text, out _, out _, out _);

    /// <summary>Whether a password has this hash; takes the same time for every wrong one.</summary>
    public static bool Verify(ReadOnlySpan<byte> password, string text)
    {
        if (!TryRead(text, out int iterations, out byte[] salt, out byte[] hash))
        {
            return false;
        }

        byte[] computed = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, hash.Length);
        return CryptographicOperations.FixedTimeEquals(computed, hash);
    }

    private static bool TryRead(string text, out int iterations, out byte[] salt, out byte[] hash)
    {
        string[] parts = text.Split('$');
        iterations = 0;
        salt = [];
        hash = [];
        if (parts.Length != 5 || parts[0].Length != 0 || parts[1] != Kind
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
            || iterations is < 1 or > MostIterations)
        {
            return false;
        }

        try
        {
            salt = Convert.FromBase64String(parts[3]);
            hash = Convert.FromBase64String(parts[4]);
            return salt.Length > 0 && hash.Length == HashBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
