using System.IO;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary>Password files: the first line is the password; nobody but the owner may read them.</summary>
internal static class Passwords
{
    /// <summary>Reads a password.</summary>
    /// <exception cref="CliException">The file is missing, empty, or readable by others.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"{path} does not exist: 'zhisan access add' writes it");
        }

        try
        {
            PrivateFile.RefuseIfOthersMayRead(path, "password file");
        }
        catch (CollectorException open)
        {
            throw new CliException(open.Message);
        }

        using var reader = new StreamReader(path);
        string? password = reader.ReadLine();
        return string.IsNullOrEmpty(password) ? throw new CliException($"{path} is empty: its first line is the password") : password;
    }
}
