using System;
using System.IO;
using System.Text;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Device.Storage;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>Open, act, close; every failure a status.</summary>
public sealed class DeviceFileStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("store-").FullName + "/";
    private readonly byte[] buffer = new byte[100];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Listing_makes_the_folders_and_names_tails_and_segments_only()
    {
        DeviceFileStore store = Make(3);
        Assert.Equal(StoreStatus.Ok, store.List(out string[] none));
        Assert.Empty(none);
        File.WriteAllText(folder + "gateway.json", "{}");
        File.WriteAllText(folder + "t0", "a");
        File.WriteAllText(folder + "t99", "no tail");
        File.WriteAllText(folder + "c0", "configuration");
        Write(store, "s/0000000000000001", "segment");

        Assert.Equal(StoreStatus.Ok, store.List(out string[] names));

        Assert.Equal(["t0", "s/0000000000000001"], names);
    }

    [Fact]
    public void What_is_written_and_appended_is_read_back_from_any_offset()
    {
        DeviceFileStore store = Make(3);
        store.List(out _);
        Assert.Equal(StoreStatus.Ok, Write(store, "t0", "abc"));
        Assert.Equal(StoreStatus.Ok, Append(store, "t0", "defgh"));

        Assert.Equal(StoreStatus.Ok, store.Read("t0", 2, buffer, 1, 4, out int read));

        Assert.Equal("cdef", Encoding.UTF8.GetString(buffer, 1, read));
        Assert.Equal(StoreStatus.Ok, store.Read("t0", 100, buffer, 0, 4, out int beyond));
        Assert.Equal(0, beyond);
        Assert.Equal((2, 8), (store.Writes, store.BytesWritten));
    }

    [Fact]
    public void Rewriting_replaces_everything()
    {
        DeviceFileStore store = Make(3);
        store.List(out _);
        Write(store, "t1", "long content");

        Write(store, "t1", "x");

        store.Read("t1", 0, buffer, 0, buffer.Length, out int read);
        Assert.Equal("x", Encoding.UTF8.GetString(buffer, 0, read));
    }

    [Fact]
    public void Files_that_are_not_there_are_not_found_and_not_made()
    {
        DeviceFileStore store = Make(3);
        store.List(out _);

        Assert.Equal(StoreStatus.NotFound, store.Read("t0", 0, buffer, 0, 1, out _));
        Assert.Equal(StoreStatus.NotFound, Append(store, "t0", "x"));
        Assert.Equal(StoreStatus.NotFound, store.Delete("t0"));
        Assert.False(File.Exists(folder + "t0"));
        Assert.Equal(0, store.Failures);
    }

    [Fact]
    public void Budget_is_kept_by_own_accounting_and_deleting_gives_it_back()
    {
        DeviceFileStore store = Make(2);
        store.List(out _);
        Assert.Equal(StoreStatus.Ok, Write(store, "s/1", "a"));
        Assert.Equal(StoreStatus.Ok, Write(store, "s/2", "a"));
        Assert.Equal(StoreStatus.Full, Write(store, "s/3", "a"));
        Assert.Equal(StoreStatus.Ok, Write(store, "s/2", "again"));
        Assert.Equal(StoreStatus.Ok, Append(store, "s/2", "more"));
        Assert.Equal(StoreStatus.Ok, Write(store, "t0", "a tail is no segment"));

        Assert.Equal(StoreStatus.Ok, store.Delete("s/1"));

        Assert.Equal(StoreStatus.Ok, Write(store, "s/3", "a"));
        Assert.Equal(StoreStatus.Full, Write(store, "s/4", "a"));
        Assert.Contains("budget", store.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_found_at_the_start_count()
    {
        DeviceFileStore before = Make(5);
        before.List(out _);
        Write(before, "s/1", "a");
        Write(before, "s/2", "a");

        DeviceFileStore store = Make(2);
        store.List(out _);

        Assert.Equal(StoreStatus.Full, Write(store, "s/3", "a"));
    }

    [Fact]
    public void Exceptions_of_the_driver_become_a_status_with_its_words()
    {
        DeviceFileStore store = Make(2);
        store.List(out _);
        Directory.CreateDirectory(folder + "t0");
        Directory.CreateDirectory(folder + "s/1");

        Assert.Equal(StoreStatus.Failed, Write(store, "t0", "a"));
        Assert.Equal(StoreStatus.Failed, Write(store, "s/1", "a"));

        Assert.Equal(2, store.Failures);
        Assert.NotEmpty(store.LastError);
        Assert.False(store.IsBusy);
    }

    [Fact]
    public void Volume_that_cannot_be_listed_is_a_status()
    {
        DeviceFileStore store = new("/proc/no-such-volume/", 3);

        Assert.Equal(StoreStatus.Failed, store.List(out string[] names));

        Assert.Empty(names);
    }

    [Fact]
    public void Nothing_stays_open()
    {
        DeviceFileStore store = Make(2);
        store.List(out _);
        Write(store, "t0", "a");
        Append(store, "t0", "b");
        store.Read("t0", 0, buffer, 0, 2, out _);

        using FileStream alone = new(folder + "t0", FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(2, alone.Length);
    }

    private static StoreStatus Write(DeviceFileStore store, string name, string text) =>
        store.Write(name, Encoding.UTF8.GetBytes(text), 0, text.Length);

    private static StoreStatus Append(DeviceFileStore store, string name, string text) =>
        store.Append(name, Encoding.UTF8.GetBytes(text), 0, text.Length);

    private DeviceFileStore Make(int maxSegments) => new(folder, maxSegments);
}
