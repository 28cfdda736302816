using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace ZhiSan.Edge.Tests.Host.Format;

/// <summary>Buffering/FORMAT.md and the vectors in it.</summary>
internal static class FormatDocument
{
    private static readonly string Text = File.ReadAllText(Find());

    /// <summary>The lines of the code block with the given name.</summary>
    public static string[] Block(string name)
    {
        string fence = $"```{name}\n";
        int start = Text.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        int end = Text.IndexOf("```", start, StringComparison.Ordinal);
        return Text[start..end].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The bytes of the code block with the given name.</summary>
    public static byte[] Bytes(string name) => Convert.FromHexString(string.Concat(Block(name)).Replace(" ", string.Empty, StringComparison.Ordinal));

    public static bool Says(string text) => Text.Contains(text, StringComparison.Ordinal);

    private static string Find([CallerFilePath] string here = "")
    {
        string? folder = Path.GetDirectoryName(here);
        while (folder != null && !File.Exists(Path.Combine(folder, "ZhiSan.Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new FileNotFoundException("the solution's folder"), "Buffering", "FORMAT.md");
    }
}
