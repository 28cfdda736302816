using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>Lines typed at consoles before, kept on this side between sessions. Lines that set a secret are not kept.</summary>
internal sealed class TerminalHistory
{
    private const int Kept = 500;

    private readonly string _path;
    private readonly List<string> _lines;
    private int _at;

    public TerminalHistory(string path)
    {
        _path = path;
        _lines = File.Exists(path) ? [.. File.ReadLines(path).TakeLast(Kept)] : [];
        _at = _lines.Count;
    }

    /// <summary>Keeps a line.</summary>
    public void Add(string line)
    {
        bool isSecret = line.StartsWith('@') || line.Contains("pass", StringComparison.OrdinalIgnoreCase)
            || line.StartsWith("login", StringComparison.Ordinal) || line.StartsWith("config set key", StringComparison.Ordinal);
        if (!isSecret && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.WriteAllLines(_path, _lines.TakeLast(Kept));
        }

        _at = _lines.Count;
    }

    /// <summary>The next older line (-1) or newer one (+1); null when there is none, empty behind the newest.</summary>
    public string? Move(int by)
    {
        int at = _at + by;
        if (at < 0 || at > _lines.Count)
        {
            return null;
        }

        _at = at;
        return at == _lines.Count ? string.Empty : _lines[at];
    }
}
