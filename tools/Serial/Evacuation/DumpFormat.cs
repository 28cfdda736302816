using System;
using System.Buffers.Binary;
using System.Text.Json;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// The bytes of an evacuated file (README.md): a magic, then frames of kind, length, content and a checksum that goes on from the frame
/// before, so that no frame can be changed, left out or moved without all checksums behind it.
/// </summary>
internal static class DumpFormat
{
    /// <summary>Bytes before and behind a frame's content.</summary>
    public const int FrameBytes = 1 + sizeof(uint) + sizeof(uint);

    /// <summary>Longest content.</summary>
    public const int MaxContentBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>What a file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "ZHISANE1"u8;

    /// <summary>The bytes of a frame; the checksum goes on from the given one and is left in it.</summary>
    public static byte[] Frame(DumpFrameKind kind, ReadOnlySpan<byte> content, ref uint check)
    {
        byte[] frame = new byte[FrameBytes + content.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(1), (uint)content.Length);
        content.CopyTo(frame.AsSpan(1 + sizeof(uint)));
        check = Crc32.Append(check, frame, 0, frame.Length - sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - sizeof(uint)), check);
        return frame;
    }

    /// <summary>The content of a frame of JSON.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    /// <summary>Reads the content of a frame of JSON; null when it is none.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> content)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
