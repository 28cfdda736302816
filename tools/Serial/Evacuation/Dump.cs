using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Serial;

/// <summary>An evacuated file as far as its checksums go. What the keys say is another question: the import asks it.</summary>
public sealed class Dump
{
    private readonly List<byte[]> _runs = [];
    private readonly List<DumpLost> _lost = [];

    private Dump()
    {
    }

    /// <summary>Whose records these are; null when not even that could be read.</summary>
    public DumpHeader? Header { get; private set; }

    /// <summary>How far it goes; null while the evacuation is not finished.</summary>
    public DumpEnd? End { get; private set; }

    /// <summary>The runs, in order.</summary>
    public IReadOnlyList<byte[]> Runs => _runs;

    /// <summary>Ranges that the gateway could not read any more, in order.</summary>
    public IReadOnlyList<DumpLost> Lost => _lost;

    /// <summary>The last record that is in it or said to be lost; 0 when there is none.</summary>
    public long LastSequence { get; internal set; }

    /// <summary>Bytes that verify, from the beginning.</summary>
    public long GoodBytes { get; private set; }

    /// <summary>Bytes of the file.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether its last frame is not all there: the pen was lifted in the middle.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Whether it begins as a dump does.</summary>
    public bool IsDump { get; private set; }

    /// <summary>Checksum of the last good frame; the next one goes on from it.</summary>
    internal uint Check { get; private set; }

    /// <summary>Reads a file, however much of it is good.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Dump Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var dump = new Dump { Bytes = bytes.Length, IsDump = bytes.AsSpan().StartsWith(DumpFormat.Magic) };
        if (!dump.IsDump)
        {
            return dump;
        }

        dump.GoodBytes = DumpFormat.Magic.Length;
        while (dump.End == null && dump.TryTake(bytes))
        {
        }

        return dump;
    }

    private bool TryTake(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes.AsSpan((int)GoodBytes);
        if (rest.Length < DumpFormat.FrameBytes)
        {
            IsTorn = !rest.IsEmpty;
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]);
        if (length > DumpFormat.MaxContentBytes || rest.Length < DumpFormat.FrameBytes + length)
        {
            IsTorn = length <= DumpFormat.MaxContentBytes;
            return false;
        }

        int contentEnd = 1 + sizeof(uint) + (int)length;
        uint check = Crc32.Append(Check, bytes, (int)GoodBytes, contentEnd);
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest[contentEnd..]) != check
            || !Take((DumpFrameKind)rest[0], rest[(1 + sizeof(uint))..contentEnd]))
        {
            return false;
        }

        Check = check;
        GoodBytes += contentEnd + sizeof(uint);
        return true;
    }

    private bool Take(DumpFrameKind kind, ReadOnlySpan<byte> content)
    {
        if ((Header == null) != (kind == DumpFrameKind.Header))
        {
            return false;
        }

        switch (kind)
        {
            case DumpFrameKind.Header:
                Header = DumpFormat.Read<DumpHeader>(content);
                return Header is { Gateway: not null, Firmware: not null };

            case DumpFrameKind.Run:
                var run = new RunHeader();
                byte[] bytes = content.ToArray();
                if (run.Read(bytes, 0, bytes.Length) != RunHeaderStatus.Ok || LastOf(bytes, run) is not { } last)
                {
                    return false;
                }

                _runs.Add(bytes);
                LastSequence = last;
                return true;

            case DumpFrameKind.Lost:
                if (DumpFormat.Read<DumpLost>(content) is not { Cause: not null } lost)
                {
                    return false;
                }

                _lost.Add(lost);
                LastSequence = lost.Last;
                return true;

            case DumpFrameKind.End:
                End = DumpFormat.Read<DumpEnd>(content);
                return End is { Mac: not null };

            default:
                return false;
        }
    }

    /// <summary>The last record of a run; null when its pages do not read.</summary>
    internal static long? LastOf(byte[] run, RunHeader header)
    {
        var reader = new Buffering.Pages.PageReader(JournalLimits.MaxChannels);
        long? last = null;
        int offset = RunHeader.Bytes;
        while (reader.Find(run, offset, run.Length, header.Epoch) == Buffering.Pages.PageStatus.Ok)
        {
            last = reader.LastSequence;
            offset = reader.End;
        }

        return offset == run.Length ? last : null;
    }
}
