using System;
using System.IO;
using System.Threading;
using Xunit;
using ZhiSan.Edge.Device;
using ZhiSan.Edge.Device.Storage;
using ZhiSan.Edge.Device.Supervision;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>A dying run leaves one bounded line; a loop that stops turning is noticed.</summary>
public sealed class SupervisionTests : IDisposable
{
    private const int PatienceMs = 200;
    private const int LookMs = 20;

    private readonly string folder = Directory.CreateTempSubdirectory("panic-").FullName + "/";
    private readonly TestSystem system = new();

    private PanicFile File => new(folder + "panic.txt");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Panic_is_one_bounded_line_of_printable_text_and_the_first_one_wins()
    {
        new Panic(File, system).Report("main", new InvalidOperationException("first\r\n\tline \u6e29" + new string('x', 500)));
        new Panic(File, system).Report("main", new InvalidOperationException("second"));

        string text = File.Read();
        Assert.StartsWith("main: InvalidOperationException first   line  xxx", text, StringComparison.Ordinal);
        Assert.Equal(PanicFile.MaxBytes, text.Length);
        Assert.True(system.Rebooted.IsSet);
        Assert.True(File.Clear());
        Assert.Equal("", File.Read());
        Assert.True(File.Clear());
    }

    [Theory]
    [InlineData(479, false)]
    [InlineData(480, true)]
    public void Gateway_restarts_before_its_tick_counter_begins_anew(int days, bool restarts)
    {
        long nowMs = days * 24L * 60 * 60 * 1000;

        Assert.True(nowMs < uint.MaxValue * 10L);
        Assert.Equal(restarts, DeviceClock.IsNearItsEnd(nowMs));
    }

    [Fact]
    public void Panic_on_a_flash_that_refuses_restarts_all_the_same()
    {
        new Panic(new PanicFile("/no/such/folder/panic.txt"), system).Report("main", new InvalidOperationException("x"));

        Assert.True(system.Rebooted.IsSet);
    }

    [Fact]
    public void Panic_without_text_or_unreadable_is_still_known()
    {
        System.IO.File.WriteAllText(folder + "panic.txt", "");
        Assert.Equal("panic without text", File.Read());
        System.IO.File.Delete(folder + "panic.txt");
        Assert.Equal("", File.Read());
    }

    [Fact]
    public void Huge_panic_file_is_read_bounded()
    {
        System.IO.File.WriteAllText(folder + "panic.txt", new string('y', 100_000));

        Assert.Equal(PanicFile.MaxBytes, File.Read().Length);
    }

    [Fact]
    public void Loop_that_stops_turning_is_reported_with_what_it_was_doing_and_restarted()
    {
        Watchdog watchdog = new(new Panic(File, system), new DeviceFileStore(folder, 3), PatienceMs, LookMs);
        watchdog.Start();
        watchdog.Beat("sampling");

        Assert.True(system.Rebooted.Wait(TimeSpan.FromMinutes(1)));

        watchdog.Stop();
        Assert.Equal("watchdog: main loop stalled while sampling", File.Read());
    }

    [Fact]
    public void Stopped_watchdog_reports_nothing()
    {
        Watchdog watchdog = new(new Panic(File, system), new DeviceFileStore(folder, 3), PatienceMs, LookMs);
        watchdog.Start();
        watchdog.Stop();

        Thread.Sleep(3 * PatienceMs);

        Assert.False(system.Rebooted.IsSet);
    }
}
