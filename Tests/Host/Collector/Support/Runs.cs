using System.Collections.Generic;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;
using Record = ZhiSan.Edge.Buffering.Records.Record;

namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>Takes runs of pages apart, and makes ones that no gateway would.</summary>
internal static class Runs
{
    /// <summary>One message for each page of a message.</summary>
    public static IEnumerable<byte[]> Split(byte[] message)
    {
        var header = HeaderOf(message);
        var reader = new PageReader(JournalLimits.MaxChannels);
        var offset = RunHeader.Bytes;
        while (reader.Find(message, offset, message.Length, header.Epoch) == PageStatus.Ok)
        {
            header.FirstSequence = reader.Header.FirstSequence;
            yield return Join(header, message[offset..reader.End]);
            reader.Mac.CopyTo(header.PreviousMac, 0);
            offset = reader.End;
        }
    }

    public static RunHeader HeaderOf(byte[] message)
    {
        var header = new RunHeader();
        Assert.Equal(RunHeaderStatus.Ok, header.Read(message, 0, message.Length));
        return header;
    }

    /// <summary>The first and the last number in a message.</summary>
    public static (long First, long Last) Range(byte[] message)
    {
        var header = HeaderOf(message);
        var reader = new PageReader(JournalLimits.MaxChannels);
        var offset = RunHeader.Bytes;
        long last = 0;
        while (reader.Find(message, offset, message.Length, header.Epoch) == PageStatus.Ok)
        {
            last = reader.LastSequence;
            offset = reader.End;
        }

        return (header.FirstSequence, last);
    }

    /// <summary>A run out of a header and pages.</summary>
    public static byte[] Join(RunHeader header, params byte[][] pages)
    {
        var bytes = new byte[RunHeader.Bytes];
        header.Write(bytes, 0);
        var all = new List<byte>(bytes);
        foreach (var page in pages)
        {
            all.AddRange(page);
        }

        return [.. all];
    }

    /// <summary>A sealed, genuine page of chunks that claim rows without bytes for them.</summary>
    public static byte[] Claim(byte[] key, RunHeader run, long firstSequence, int rowsPerChunk, int chunks, int channels = 2)
    {
        var bytes = new byte[8192];
        var header = new PageHeader { FirstSequence = firstSequence, Boot = 1, ChannelCount = channels, PeriodSeconds = 60 };
        var end = Chunk.Frame(bytes, 0, ChunkType.Open, rowsPerChunk, 3, header.Write(bytes, 3), run.Epoch);
        for (var i = 1; i < chunks; i++)
        {
            end = Chunk.Frame(bytes, end, ChunkType.Continue, rowsPerChunk, end + 3, end + 3, run.Epoch);
        }

        var mac = new byte[JournalLimits.MacBytes];
        new PageAuthenticator(key).Compute(run.PreviousMac, run.Epoch, bytes, 0, end, mac);
        return bytes[..Chunk.WriteSeal(bytes, end, mac, run.Epoch)];
    }

    /// <summary>A sealed, genuine page with one event.</summary>
    public static byte[] Event(byte[] key, RunHeader run, long sequence, System.Action<Record> fill)
    {
        var record = new Record { Boot = 1 };
        fill(record);
        record.Sequence = sequence;
        var writer = new PageWriter(new PageAuthenticator(key), new RowCoder(2));
        writer.Header.FirstSequence = sequence;
        writer.Header.Boot = 1;
        writer.Header.ChannelCount = 0;
        run.PreviousMac.CopyTo(writer.PreviousMac, 0);
        var bytes = new byte[4096];
        writer.BeginPage(bytes, 0);
        writer.Add(record);
        var end = writer.EndChunk(bytes, run.Epoch);
        return bytes[..writer.WriteSeal(bytes, 0, end, end, run.Epoch)];
    }
}
