using System.IO;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>Password files: the first line is the password; nobody but the owner may read them.</summary>
internal static class Passwords
{
    /// <summary>Reads a password.</summary>
    /// <exception cref="CliException">The file is missing or empty.</exception>
    /// <exception cref="CollectorException">Others may read it.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"{path} does not exist: 'zhisan access add' writes it");
        }

        PrivateFile.RefuseIfOthersMayRead(path, "password file");
        using var reader = new StreamReader(path);
        string? password = reader.ReadLine();
        return string.IsNullOrEmpty(password) ? throw new CliException($"{path} is empty: its first line is the password") : password;
    }
}
