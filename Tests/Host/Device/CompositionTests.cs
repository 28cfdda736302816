using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Xunit;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Cli.Inspection;
using Record = ZhiSan.Edge.Buffering.Records.Record;

namespace ZhiSan.Edge.Tests.Host.Device;

/// <summary>The device as a whole, with stand-ins for nanoFramework's libraries only.</summary>
public sealed class CompositionTests : IDisposable
{
    private readonly DeviceRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Gateway_with_file_store_demo_sensor_and_MQTT_records_delivers_and_touches_no_hardware()
    {
        Start();
        Assert.Equal("online", run.Broker.Next("/state").Text);
        using JsonDocument live = JsonDocument.Parse(run.Broker.Next("/live").Payload);
        Acknowledge(run.Broker.Next("/pages").Payload);
        run.WaitFor(g => g.Watermarks.Acked > 0);
        run.Stop();

        Assert.Empty(run.Hardware.Touches);
        Assert.False(run.System.Rebooted.IsSet);
        Assert.Equal("offline", run.Broker.Next("/state").Text);
        Assert.Contains("disconnect", run.Broker.Log);
        Assert.Contains(run.Broker.Log, l => l.StartsWith("subscribe " + run.Topic + "/ack", StringComparison.Ordinal));
        Assert.Contains("connect lab/nanoclr will " + run.Topic + "/state=offline", run.Broker.Log);
        Assert.Contains(Records(), r => r.StartsWith("Scan", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_after_a_proper_stop_goes_on_with_the_sequence_and_its_boot_record_says_clean()
    {
        Start();
        run.Broker.Next("/live");
        run.Stop();
        run.Start();
        run.Broker.Next("/live");
        run.Stop();

        Assert.Equal(["Boot 1 FirstBoot ", "Boot 2 Clean "], Records().Where(r => r.StartsWith("Boot", StringComparison.Ordinal)));
    }

    [Fact]
    public void Panic_of_the_run_before_stands_in_the_boot_record_bounded_and_its_file_is_gone()
    {
        Assert.True(run.Panic.Write("main", "InvalidOperationException " + new string('x', 500)));
        Start();
        run.Broker.Next("/live");
        run.Stop();

        string boot = Assert.Single(Records(), r => r.StartsWith("Boot", StringComparison.Ordinal));
        Assert.StartsWith("Boot 1 Panic main: InvalidOperationException xxx", boot, StringComparison.Ordinal);
        Assert.False(File.Exists(run.Folder + "panic.txt"));
    }

    [Fact]
    public void I7_a_connect_that_blocks_costs_no_scan()
    {
        using ManualResetEventSlim release = new(false);
        run.Broker.BeforeConnect = release.Wait;
        Start();
        run.WaitFor(g => g.Link == LinkState.Connecting);

        run.WaitFor(g => g.Sampler!.Scans >= 4);

        Assert.Equal(0, run.Gateway.Sampler!.MissedSlots);
        release.Set();
        Assert.Equal("online", run.Broker.Next("/state").Text);
        run.Stop();
    }

    [Fact]
    public void Broken_connection_is_taken_up_again()
    {
        Start();
        Assert.Equal("online", run.Broker.Next("/state").Text);

        run.Broker.Client!.Break();

        Assert.Equal("online", run.Broker.Next("/state").Text);
        run.Stop();
    }

    [Fact]
    public void Sensor_line_that_the_board_cannot_build_leaves_only_its_sensor_out()
    {
        run.Store(run.Configuration);
        run.Store((ConfigurationKeys.Sensor1 + 1, "sht3x address=68"), (ConfigurationKeys.Sensor1 + 2, "soil dry=5 wet=5"));
        run.Start();
        run.Broker.Next("/live");
        run.Stop();

        Assert.Equal(["MakeSensor"], run.Hardware.Touches);
        Assert.Contains(run.System.Lines, l => l.StartsWith("sensor2 left out: ", StringComparison.Ordinal));
        Assert.Contains(run.System.Lines, l => l.StartsWith("sensor3 left out: dry and wet must differ", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_device_key_nothing_is_recorded_and_the_cable_works()
    {
        ScriptedCable cable = new("\u0003@1 version\r");
        using DeviceRun bare = new() { Hardware = new UntouchableHardware { Console = cable } };
        bare.Store((ConfigurationKeys.Network, "none"));
        bare.Start();

        Assert.Contains("@1 {\"gateway\":\"factory/new\"", cable.ReadUntil("\"ok\":true"), StringComparison.Ordinal);
        bare.Stop();

        Assert.Empty(bare.Broker.Log);
        Assert.False(Directory.Exists(bare.Folder + "s") && Directory.GetFiles(bare.Folder + "s").Length > 0);
    }

    private void Start()
    {
        run.Store(run.Configuration);
        run.Start();
    }

    private void Acknowledge(byte[] pages)
    {
        RunHeader header = new();
        Assert.Equal(RunHeaderStatus.Ok, header.Read(pages, 0, pages.Length));
        PageReader page = new(4);
        long through = 0;
        int offset = RunHeader.Bytes;
        while (page.Find(pages, offset, pages.Length, header.Epoch) == PageStatus.Ok)
        {
            through = page.LastSequence;
            offset = page.End;
        }

        run.Broker.Client!.Deliver(run.Topic + "/ack", Encoding.UTF8.GetBytes($"{{\"epoch\":{header.Epoch},\"through\":{through}}}"));
    }

    private List<string> Records()
    {
        RecordTexts texts = new();
        JournalInspection found = new JournalInspector(run.Folder, Convert.FromHexString(DeviceRun.Key), texts).Run();
        Assert.True(found.IsWhole, string.Join('\n', found.Problems));
        return texts.Lines;
    }

    private sealed class RecordTexts : IRecordVisitor
    {
        public List<string> Lines { get; } = [];

        public void Visit(Record record)
        {
            BootBody boot = new();
            Lines.Add(record.Kind == RecordKind.Boot && boot.Read(record)
                ? $"Boot {boot.Boot} {Stop(boot.PreviousStop)} {boot.Detail}"
                : record.Kind == RecordKind.Scan ? "Scan" : "Event");
        }

        private static string Stop(byte stop) => stop switch
        {
            StopCause.FirstBoot => "FirstBoot",
            StopCause.Clean => "Clean",
            StopCause.Panic => "Panic",
            _ => "Power",
        };
    }
}
