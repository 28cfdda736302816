using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Cli.Inspection.Images;

/// <summary>One half of a littlefs metadata pair, read commit by commit as far as the checksums hold.</summary>
internal sealed class MetadataBlock
{
    // Tags, by SPEC.md of littlefs: type 11 bits, id 10 bits, length 10 bits.
    private const int TypeNameFile = 0x001;
    private const int TypeNameFolder = 0x002;
    private const int TypeNameSuperblock = 0x0FF;
    private const int TypeStructFolder = 0x200;
    private const int TypeStructInline = 0x201;
    private const int TypeStructList = 0x202;
    private const int TypeCreate = 0x401;
    private const int TypeDelete = 0x4FF;
    private const int TypeSoftTail = 0x600;
    private const int TypeHardTail = 0x601;
    private const int TypeCrcMask = 0x780;
    private const int TypeCrc = 0x500;
    private const int NoId = 0x3FF;
    private const int Deleted = 0x3FF;

    private readonly List<MetadataEntry> _entries = [];

    private MetadataBlock(uint revision)
    {
        Revision = revision;
    }

    /// <summary>The files and folders in it, in order.</summary>
    public IReadOnlyList<MetadataEntry> Entries => _entries;

    /// <summary>Whether the folder goes on in another pair.</summary>
    public bool HasHardTail { get; private set; }

    /// <summary>First block of that pair.</summary>
    public uint TailFirst { get; private set; }

    /// <summary>Second block of that pair.</summary>
    public uint TailSecond { get; private set; }

    private uint Revision { get; }

    /// <summary>The newer of the two halves that verify; null when none does.</summary>
    public static MetadataBlock? Newer(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        MetadataBlock? first = Read(one);
        MetadataBlock? second = Read(other);
        return first == null ? second : second == null || (int)(first.Revision - second.Revision) >= 0 ? first : second;
    }

    private static MetadataBlock? Read(ReadOnlyMemory<byte> memory)
    {
        byte[] bytes = memory.ToArray();
        if (bytes.Length < 16)
        {
            return null;
        }

        var block = new MetadataBlock(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        var pending = new List<(uint Tag, int Offset)>();
        uint previous = 0xFFFFFFFF;
        int at = 4;
        int commit = 0;
        bool any = false;
        while (at + 4 <= bytes.Length)
        {
            uint tag = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) ^ previous;
            int length = (int)(tag & 0x3FF);
            int size = length == Deleted ? 0 : length;
            if ((tag & 0x80000000) != 0 || at + 4 + size > bytes.Length)
            {
                break;
            }

            int type = (int)((tag >> 20) & 0x7FF);
            if ((type & TypeCrcMask) == TypeCrc)
            {
                // littlefs starts from all ones and does not invert at the end, unlike the CRC-32 of zip files.
                uint crc = ~Crc32.Append(0, bytes, commit, at + 4 - commit);
                if (size < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4)) != crc)
                {
                    break;
                }

                pending.ForEach(entry => block.Apply(entry.Tag, bytes.AsSpan(entry.Offset)));
                pending.Clear();
                any = true;
                at += 4 + size;
                commit = at;
                previous = tag ^ ((uint)(type & 1) << 31);
                continue;
            }

            pending.Add((tag, at + 4));
            previous = tag;
            at += 4 + size;
        }

        return any ? block : null;
    }

    private void Apply(uint tag, ReadOnlySpan<byte> data)
    {
        int type = (int)((tag >> 20) & 0x7FF);
        int id = (int)((tag >> 10) & 0x3FF);
        int length = (int)(tag & 0x3FF);
        data = length == Deleted ? [] : data[..length];
        switch (type)
        {
            case TypeCreate when id <= _entries.Count:
                _entries.Insert(id, new MetadataEntry());
                break;
            case TypeDelete when id < _entries.Count:
                _entries.RemoveAt(id);
                break;
            case TypeHardTail or TypeSoftTail when data.Length >= 8:
                HasHardTail = type == TypeHardTail;
                TailFirst = BinaryPrimitives.ReadUInt32LittleEndian(data);
                TailSecond = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
                break;
            case TypeNameFile or TypeNameFolder or TypeNameSuperblock or TypeStructFolder or TypeStructInline or TypeStructList when id != NoId:
                Describe(type, id, data.ToArray());
                break;
        }
    }

    private void Describe(int type, int id, byte[] data)
    {
        while (_entries.Count <= id)
        {
            _entries.Add(new MetadataEntry());
        }

        MetadataEntry entry = _entries[id];
        if (type >= TypeStructFolder)
        {
            entry.Struct = data;
            entry.IsInline = type == TypeStructInline;
        }
        else
        {
            entry.Name = data;
            entry.IsFolder = type == TypeNameFolder;
            entry.IsSuperblock = type == TypeNameSuperblock;
        }
    }
}
