using System;
using System.IO;

namespace ZhiSan.Edge.Collector;

/// <summary>Files with secrets: only their owner may read them, and they are replaced at once or not at all.</summary>
public static class PrivateFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Writes a file for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Replace(string path, Action<TextWriter> write)
    {
        string scratch = path + ".new";
        File.Delete(scratch);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(scratch, create))
        {
            using var writer = new StreamWriter(stream) { NewLine = "\n" };
            write(writer);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(scratch, path, overwrite: true);
    }

    /// <summary>Refuses a file that others may read or change.</summary>
    /// <exception cref="CollectorException">They may; the message says what to do.</exception>
    public static void RefuseIfOthersMayRead(string path, string what)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new CollectorException($"Others may read or change the {what} {path}: run chmod 600 {path}");
        }
    }
}
