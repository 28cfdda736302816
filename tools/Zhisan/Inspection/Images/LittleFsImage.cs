using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace ZhiSan.Edge.Cli.Inspection.Images;

/// <summary>
/// Reads the files of a littlefs 2 volume out of an image, as the SPEC.md of littlefs describes it. Whatever the bytes, reading ends, and only
/// what verifies is given.
/// </summary>
internal sealed class LittleFsImage
{
    private const int MostEntries = 10_000;
    private static readonly int[] BlockSizes = [4096, 2048, 1024, 512, 8192, 16384, 65536];

    private readonly ReadOnlyMemory<byte> _volume;
    private readonly int _blockSize;
    private readonly HashSet<uint> _seen = [];
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private LittleFsImage(ReadOnlyMemory<byte> volume, int blockSize)
    {
        _volume = volume;
        _blockSize = blockSize;
    }

    /// <summary>All files of the first volume found in an image, by path without a slash at the beginning; null when there is none.</summary>
    public static SortedDictionary<string, byte[]>? ReadAll(byte[] image)
    {
        // Of the two blocks of the superblock one may have been on its way when the image was taken.
        return Find(image, first: true) ?? Find(image, first: false);
    }

    private static SortedDictionary<string, byte[]>? Find(byte[] image, bool first)
    {
        foreach (int blockSize in BlockSizes)
        {
            for (int at = 0; at + (2 * blockSize) <= image.Length; at += Math.Max(blockSize, 4096))
            {
                if (HasSuperblock(image.AsSpan(first ? at : at + blockSize)))
                {
                    var volume = new LittleFsImage(image.AsMemory(at), blockSize);
                    if (volume.ReadFolder(0, 1, string.Empty) && volume.FoundSuperblock)
                    {
                        return volume._files;
                    }
                }
            }
        }

        return null;
    }

    private bool FoundSuperblock { get; set; }

    // The name of the superblock follows the block's revision and one or two tags.
    private static bool HasSuperblock(ReadOnlySpan<byte> block) => block[8..16].SequenceEqual("littlefs"u8) || block[12..20].SequenceEqual("littlefs"u8);

    private bool ReadFolder(uint first, uint second, string path)
    {
        while (true)
        {
            if (!_seen.Add(first) || _seen.Count > MostEntries)
            {
                return false;
            }

            MetadataBlock? block = MetadataBlock.Newer(Block(first), Block(second));
            if (block == null)
            {
                return false;
            }

            foreach (MetadataEntry entry in block.Entries)
            {
                Take(entry, path);
            }

            if (!block.HasHardTail)
            {
                return true;
            }

            (first, second) = (block.TailFirst, block.TailSecond);
        }
    }

    private void Take(MetadataEntry entry, string path)
    {
        string name = path + Encoding.UTF8.GetString(entry.Name);
        if (entry.IsSuperblock)
        {
            FoundSuperblock |= entry.Struct.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(entry.Struct.AsSpan(4)) == _blockSize;
        }
        else if (entry.IsFolder && entry.Struct.Length >= 8)
        {
            ReadFolder(BinaryPrimitives.ReadUInt32LittleEndian(entry.Struct), BinaryPrimitives.ReadUInt32LittleEndian(entry.Struct.AsSpan(4)), name + "/");
        }
        else if (entry.IsInline)
        {
            _files[name] = entry.Struct;
        }
        else if (entry.Struct.Length >= 8)
        {
            _files[name] = ReadList(
                BinaryPrimitives.ReadUInt32LittleEndian(entry.Struct), BinaryPrimitives.ReadUInt32LittleEndian(entry.Struct.AsSpan(4)));
        }
    }

    // A file is a list of blocks from the last to the first; block n begins with as many pointers as n has zeros at its end, plus one.
    private byte[] ReadList(uint head, uint size)
    {
        if (size > _volume.Length)
        {
            return [];
        }

        byte[] content = new byte[size];
        int index = IndexOf((int)size - 1);
        int end = (int)size;
        uint block = head;
        for (; index >= 0; index--)
        {
            ReadOnlySpan<byte> bytes = Block(block).Span;
            if (bytes.IsEmpty)
            {
                // Of a file whose list is broken nothing counts: the journal's own checks would say the same, later.
                return [];
            }

            int pointers = index == 0 ? 0 : 4 * (int.TrailingZeroCount(index) + 1);
            int start = FirstOf(index);
            bytes.Slice(pointers, end - start).CopyTo(content.AsSpan(start));
            end = start;
            block = index == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        }

        return content;
    }

    // In which block of a file a byte lies.
    private int IndexOf(int position)
    {
        int index = 0;
        while (FirstOf(index + 1) <= position)
        {
            index++;
        }

        return index;
    }

    private int FirstOf(int index)
    {
        int start = 0;
        for (int i = 0; i < index; i++)
        {
            start += _blockSize - (i == 0 ? 0 : 4 * (int.TrailingZeroCount(i) + 1));
        }

        return start;
    }

    private ReadOnlyMemory<byte> Block(uint number)
    {
        long start = (long)number * _blockSize;
        return start + _blockSize <= _volume.Length ? _volume.Slice((int)start, _blockSize) : ReadOnlyMemory<byte>.Empty;
    }
}
