using System;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Serial;

/// <summary>The lines of the @-form (CONSOLE.md): an id, what is said, and a checksum over both.</summary>
internal static class MachineFrame
{
    private const int CheckChars = 10;

    /// <summary>The bytes of a request, its end of line included.</summary>
    public static byte[] Request(string id, string command)
    {
        byte[] said = Encoding.UTF8.GetBytes($"@{id} {command.Trim()}");
        return [.. said, .. Encoding.ASCII.GetBytes($" *{Crc32.Append(0, said, 0, said.Length):x8}\r")];
    }

    /// <summary>
    /// Reads an answer, or a line on the way to it. Rubbish before the <c>@</c> is allowed: noise on the line ends no line.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="isLast">Whether it is the answer itself.</param>
    /// <param name="body">The JSON object.</param>
    /// <returns>False when the line is not one of this request's, or was damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, string id, out bool isLast, out JsonElement body)
    {
        isLast = false;
        body = default;
        int start = line.LastIndexOf(Encoding.ASCII.GetBytes("@" + id));
        int end = line.Length - CheckChars;
        int at = start + 1 + id.Length;
        if (start < 0 || at + 2 >= end || line[end] != ' ' || line[end + 1] != '*')
        {
            return false;
        }

        byte[] said = line[start..end].ToArray();
        bool isNumber = Utf8Parser.TryParse(line[(end + 2)..], out uint check, out int used, 'x') && used == CheckChars - 2;
        if (!isNumber || check != Crc32.Append(0, said, 0, said.Length))
        {
            return false;
        }

        isLast = line[at] == ' ';
        return (isLast || (line[at] == '+' && line[at + 1] == ' ')) && TryParse(said.AsMemory(at - start + (isLast ? 1 : 2)), out body);
    }

    private static bool TryParse(ReadOnlyMemory<byte> json, out JsonElement body)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            body = document.RootElement.Clone();
            return body.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            body = default;
            return false;
        }
    }
}
