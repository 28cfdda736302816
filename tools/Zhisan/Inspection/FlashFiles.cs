using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Buffering.Tails;
using ZhiSan.Edge.Cli.Inspection.Images;

namespace ZhiSan.Edge.Cli.Inspection;

/// <summary>The files of a flash, in memory: from a folder, or from an image of the flash or of its littlefs volume. Nothing is written.</summary>
internal static class FlashFiles
{
    private const long LargestImage = 64 << 20;

    /// <summary>Reads all files, named as the journal names them.</summary>
    /// <exception cref="CliException">There is nothing there, or it is neither.</exception>
    public static SortedDictionary<string, byte[]> Load(string path)
    {
        if (Directory.Exists(path))
        {
            var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            {
                files.Add(Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(file));
            }

            return files;
        }

        if (!File.Exists(path))
        {
            throw new CliException($"{path} does not exist: name the folder that stands for the flash, or an image of it");
        }

        if (new FileInfo(path).Length > LargestImage)
        {
            throw new CliException($"{path} is longer than 64 MiB: name an image of a flash, or of its littlefs volume");
        }

        SortedDictionary<string, byte[]> found = LittleFsImage.ReadAll(File.ReadAllBytes(path))
            ?? throw new CliException($"{path} holds no littlefs volume: name a folder, or an image of a flash, or of its littlefs volume");
        return JournalsFolder(found);
    }

    // On a device the journal may have a folder of its own.
    private static SortedDictionary<string, byte[]> JournalsFolder(SortedDictionary<string, byte[]> files)
    {
        string? some = files.Keys.FirstOrDefault(IsJournals);
        if (some == null)
        {
            return files;
        }

        string folder = some[..^Own(some).Length];
        return new SortedDictionary<string, byte[]>(
            files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).ToDictionary(file => file.Key[folder.Length..], file => file.Value),
            StringComparer.Ordinal);
    }

    private static bool IsJournals(string path)
    {
        string own = Own(path);
        return SegmentName.TryParse(own, out _, out _) || Enumerable.Range(0, JournalLimits.TailCount).Any(i => own == TailSet.Name(i));
    }

    // The last name, with the folder of segments if it is in one.
    private static string Own(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 1 && parts[^2] == "s" ? "s/" + parts[^1] : parts[^1];
    }
}
