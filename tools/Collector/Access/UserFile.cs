using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.Collector;

/// <summary>
/// The users of the broker: a file with one line for each, name, role and hash of the password; lines that begin with <c>#</c> are
/// comments. <see cref="Refresh"/> takes over what was changed meanwhile: a revocation needs no restart.
/// </summary>
public sealed class UserFile
{
    private const string What = "users file";

    private readonly string _path;
    private IReadOnlyDictionary<string, AccessUser> _users;
    private (DateTime Written, long Length) _stamp;

    private UserFile(string path, IReadOnlyDictionary<string, AccessUser> users)
    {
        _path = path;
        _users = users;
    }

    /// <summary>All users, by name.</summary>
    public IReadOnlyList<AccessUser> Users => [.. _users.Values.OrderBy(user => user.Name, StringComparer.Ordinal)];

    /// <summary>Reads a users file.</summary>
    /// <exception cref="CollectorException">It is missing, readable by others, or malformed; the message says what to do.</exception>
    public static UserFile Load(string path)
    {
        try
        {
            var stamp = StampOf(path);
            return new UserFile(path, Read(path)) { _stamp = stamp };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CollectorException($"There is no users file at {path}: add a user with 'zhisan access add', or name another file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CollectorException($"Cannot read the users file {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes users to a file that only its owner may read.</summary>
    /// <exception cref="CollectorException">It cannot be written.</exception>
    public static void Save(string path, IEnumerable<AccessUser> users)
    {
        try
        {
            PrivateFile.Replace(path, writer =>
            {
                writer.WriteLine("# ZhiSan Edge: users of the broker. Change with 'zhisan access'.");
                foreach (AccessUser user in users)
                {
                    writer.WriteLine($"{user.Name} {NameOf(user.Role)} {user.Hash}");
                }
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CollectorException($"Cannot write the users file {path}: {exception.Message}", exception);
        }
    }

    /// <summary>A role as it stands in the file and on the command line.</summary>
    public static string NameOf(AccessRole role) => role.ToString().ToLowerInvariant();

    /// <summary>Reads a role.</summary>
    public static bool TryReadRole(string text, out AccessRole role)
    {
        foreach (AccessRole candidate in Enum.GetValues<AccessRole>())
        {
            if (NameOf(candidate) == text)
            {
                role = candidate;
                return true;
            }
        }

        role = default;
        return false;
    }

    /// <summary>The user of a name, or null.</summary>
    public AccessUser? Find(string name) => _users.GetValueOrDefault(name);

    /// <summary>
    /// Reads the file again when it has changed. Returns why it could not be, or null; the users known so far stay then.
    /// </summary>
    public string? Refresh()
    {
        var stamp = StampOf(_path);
        if (stamp == _stamp)
        {
            return null;
        }

        _stamp = stamp;
        try
        {
            _users = Read(_path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CollectorException)
        {
            return $"the users file cannot be used, its earlier content stays in force: {exception.Message}";
        }
    }

    private static (DateTime Written, long Length) StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private static Dictionary<string, AccessUser> Read(string path)
    {
        PrivateFile.RefuseIfOthersMayRead(path, What);
        var users = new Dictionary<string, AccessUser>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || fields[0][0] == '#')
            {
                continue;
            }

            if (fields.Length != 3 || !TryReadRole(fields[1], out AccessRole role) || !AccessRules.IsUser(fields[0], role)
                || !PasswordHash.IsValid(fields[2]))
            {
                throw new CollectorException($"Line {number} of the users file {path} is not a name, a role and a hash: restore it, or revoke and add the user.");
            }

            if (!users.TryAdd(fields[0], new AccessUser(fields[0], role, fields[2])))
            {
                throw new CollectorException($"Line {number} of the users file {path} names {fields[0]} a second time: remove one of the lines.");
            }
        }

        return users;
    }
}
