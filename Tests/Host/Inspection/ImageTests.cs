using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using Xunit;
using ZhiSan.Edge.Cli;
using ZhiSan.Edge.Cli.Inspection;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Inspection;

/// <summary>
/// A journal is read out of an image of the flash. The image was made with littlefs 2.11 (4 KiB blocks, 64 of them) from the files of a gateway with
/// the key 00 01 .. 1f that had been killed after 2,011 records; each file was written in small appends, as on a device.
/// </summary>
public class ImageTests
{
    private const int Records = 2011;
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Volume = ReadVolume();

    [Fact]
    public void Every_record_of_the_volume_is_found_and_every_page_verifies()
    {
        using var folder = new TemporaryFolder();
        Judge(Inspect(folder, Volume));
    }

    [Fact]
    public void The_volume_is_found_in_an_image_of_the_whole_flash()
    {
        using var folder = new TemporaryFolder();
        byte[] before = new byte[0x10000];
        new Random(1).NextBytes(before);
        Judge(Inspect(folder, [.. before, .. Volume, .. new byte[4096]]));
    }

    [Fact]
    public void Reading_an_image_does_not_change_it()
    {
        using var folder = new TemporaryFolder();
        Inspect(folder, Volume);
        Assert.Equal(Volume, File.ReadAllBytes(folder.File("image")));
    }

    [Fact]
    public void Whatever_the_bytes_reading_ends_and_invents_nothing()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(2);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = (byte[])Volume.Clone();
            for (int j = 0; j < 1 + (i * 8); j++)
            {
                // Most of the volume is empty: hit what is not.
                int at = random.Next(damaged.Length);
                at = damaged[at] == 0xFF ? random.Next(0x2000) : at;
                damaged[at] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                Assert.InRange(Inspect(folder, damaged).Records, 0, Records);
            }
            catch (CliException none)
            {
                Assert.Contains("no littlefs volume", none.Message);
            }
        }
    }

    [Fact]
    public void A_file_that_is_no_image_is_said_to_be_none()
    {
        using var folder = new TemporaryFolder();
        foreach (int length in new[] { 0, 1, 8191, 8192, 100_000 })
        {
            CliException none = Assert.Throws<CliException>(() => Inspect(folder, new byte[length]));
            Assert.Contains("no littlefs volume", none.Message);
        }
    }

    private static void Judge(JournalInspection found)
    {
        Assert.Equal(Records, found.Records);
        Assert.Equal([new SequenceRange(1, Records, "present")], found.Present);
        Assert.True(found.IsWhole, string.Join("; ", found.Problems));
        Assert.All(found.Pages, page => Assert.Equal("verified", page.Mac));
        Assert.Equal(4, found.Pages.Count);
        Assert.Empty(found.UnknownFiles);
    }

    private static JournalInspection Inspect(TemporaryFolder folder, byte[] image)
    {
        string path = folder.File("image");
        File.WriteAllBytes(path, image);
        return new JournalInspector(path, Key, null).Run();
    }

    private static byte[] ReadVolume()
    {
        using Stream packed = Assembly.GetExecutingAssembly().GetManifestResourceStream("journal.littlefs.gz")!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        var volume = new MemoryStream();
        unpacked.CopyTo(volume);
        return volume.ToArray();
    }
}
