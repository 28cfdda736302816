using System;
using System.Security.Cryptography;
using System.Text;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>
/// PBKDF2 with HMAC-SHA256 (RFC 8018), one block of 32 bytes, in small steps: the whole would hold up the loop of a small chip.
/// </summary>
public sealed class Pbkdf2
{
    /// <summary>Iterations of a PIN.</summary>
    public const int Iterations = 1000;

    /// <summary>Iterations of one step: well below 50 ms on an ESP32.</summary>
    private const int StepIterations = 20;

    private const int HashBytes = 32;

    private readonly byte[] _password;
    private readonly byte[] _hash = new byte[HashBytes];
    private byte[] _last;
    private int _left = Iterations;

    /// <summary>Begins.</summary>
    /// <param name="password">The password.</param>
    /// <param name="salt">The salt, ASCII.</param>
    public Pbkdf2(string password, string salt)
    {
        _password = Encoding.UTF8.GetBytes(password);

        // Behind the salt the number of the block, 1, in four bytes: no text, because a text ends at its first NUL on the device.
        byte[] saltBytes = Encoding.UTF8.GetBytes(salt);
        _last = new byte[saltBytes.Length + 4];
        Array.Copy(saltBytes, _last, saltBytes.Length);
        _last[_last.Length - 1] = 1;
    }

    /// <summary>Goes on; true when it is done.</summary>
    public bool Step()
    {
        for (int i = 0; i < StepIterations && _left > 0; i++)
        {
            _last = HMACSHA256.HashData(_password, _last);
            for (int j = 0; j < HashBytes; j++)
            {
                _hash[j] ^= _last[j];
            }

            _left--;
        }

        return _left == 0;
    }

    /// <summary>What it has come to, as hexadecimal.</summary>
    public string Hex() => Hmac.ToHex(_hash);
}
