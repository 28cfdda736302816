using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.DeviceProject;
using ZhiSan.Edge.Tests.Host.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.DeviceProject;

/// <summary>nanoff is driven around its traps, and its failures come out in a technician's words.</summary>
public sealed class FlashTests : IDisposable
{
    private static readonly NfConfig Config = NfConfig.Load(Path.Combine(Repository.Root, NfConfig.FileName));

    private readonly FakeNanoff fake = new();
    private readonly string image;
    private readonly string settings;

    public FlashTests()
    {
        image = Path.Combine(fake.Folder, "ZhiSan.Edge.Firmware.bin");
        settings = Path.Combine(fake.Folder, "gateway.json");
        File.WriteAllBytes(image, new byte[1000]);
        File.WriteAllText(settings, "{}");
    }

    private FlashRequest Everything => new()
    {
        Config = Config,
        Port = "/dev/ttyUSB0",
        UpdateNanoClr = true,
        Image = image,
        Files = [new FlashFile(settings, @"I:\gateway.json")],
    };

    public void Dispose() => fake.Dispose();

    [Fact]
    public void NanoCLR_application_and_files_are_separate_calls_because_nanoff_ignores_the_address_beside_an_update()
    {
        fake.Answer("Deploying file I:\\gateway.json...OK\n", 0);

        Run(Everything);

        Assert.Equal(3, fake.Calls.Count);
        Assert.Equal("--target ESP32_REV3 --serialport /dev/ttyUSB0 --update", fake.Calls[0]);
        Assert.Equal($"--target ESP32_REV3 --serialport /dev/ttyUSB0 --deploy --image {image} --address 0x1E0000", fake.Calls[1]);
        Assert.StartsWith("--filedeployment ", fake.Calls[2], StringComparison.Ordinal);
        using JsonDocument files = JsonDocument.Parse(fake.FilesJson);
        JsonElement file = Assert.Single(files.RootElement.GetProperty("Files").EnumerateArray());
        Assert.Equal(@"I:\gateway.json", file.GetProperty("DestinationFilePath").GetString());
        Assert.Equal(settings, file.GetProperty("SourceFilePath").GetString());
    }

    [Theory]
    [InlineData("ESP32_REV3", "0x1E0000")]
    [InlineData("ESP32_PSRAM_REV3", "0x1E0000")]
    [InlineData("ESP32_C3", "0x1B0000")]
    [InlineData("ESP32_S3", "0x1B0000")]
    public void Address_is_always_given_and_that_of_the_chip(string target, string address)
    {
        FlashPlan plan = FlashPlan.Create(Everything with { Config = Config with { Target = target } });

        FlashStep deploy = Assert.Single(plan.Steps, s => s.Kind == FlashStepKind.Application);
        Assert.Equal(address, deploy.Arguments[deploy.Arguments.ToList().IndexOf("--address") + 1]);
        Assert.DoesNotContain("--update", deploy.Arguments);
    }

    [Fact]
    public void Version_of_nanoCLR_is_passed_when_it_is_pinned() =>
        Assert.Contains("--fwversion 1.17.0.100", Plan(Everything with { Config = Config with { NanoClr = "1.17.0.100" } }), StringComparison.Ordinal);

    [Fact]
    public void Backup_comes_first()
    {
        FlashPlan plan = FlashPlan.Create(Everything with { BackupFolder = "/tmp/backup" });

        Assert.Equal(FlashStepKind.Backup, plan.Steps[0].Kind);
        Assert.Contains("--backuppath", plan.Steps[0].Arguments);
    }

    [Theory]
    [InlineData("Error E4000: can't connect", 160, "the ESP32 does not answer")]
    [InlineData("Error E4001", 161, "the ESP32 does not answer")]
    [InlineData("Error E4003", 163, "writing the flash failed")]
    [InlineData("Error E4005", 165, "writing the flash failed")]
    [InlineData("Error E2000", 208, "the device does not answer")]
    [InlineData("Error E2002", 210, "press its reset button")]
    [InlineData("Error E2003", 211, "files could not be put onto the device")]
    [InlineData("Error E6001", 113, "no port")]
    [InlineData("Error E6002: port in use", 114, "close the serial monitor")]
    [InlineData("Error E9000", 40, "version 2.5.x is needed")]
    [InlineData("Error E9008", 48, "build Firmware.nfproj in Release")]
    [InlineData("Error E9009", 49, "check DeployAddress in nf.config")]
    [InlineData("boom", 1, "its last lines above say why")]
    public void Documented_failure_comes_out_in_words_and_ends_the_plan(string output, int exitCode, string expected)
    {
        fake.Answer(output + "\n", exitCode);

        FlashException failure = Assert.Throws<FlashException>(() => Run(Everything));

        Assert.Contains("step 1 of 3 failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Single(fake.Calls);
    }

    [Theory]
    [InlineData("Deploying file I:\\gateway.json...Error: E2003\n")]
    [InlineData("Exception when deploying I:\\gateway.json\n")]
    [InlineData("nothing of it is said\n")]
    public void File_that_failed_is_found_although_nanoff_exits_with_0(string output)
    {
        fake.Answer(output, 0);

        FlashException failure = Assert.Throws<FlashException>(() => Run(Everything with { UpdateNanoClr = false, Image = null }));

        Assert.Contains(@"I:\gateway.json was not written, although nanoff reports success", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_of_files_is_removed_afterwards_whatever_happens()
    {
        FlashPlan plan = FlashPlan.Create(Everything);
        fake.Answer("Error E4000\n", 160);

        Assert.Throws<FlashException>(() => FlashRunner.Run(plan, fake.Tool, _ => { }));

        Assert.False(File.Exists(plan.FilesJsonPath));
    }

    [Fact]
    public void Progress_names_every_step_and_passes_on_what_nanoff_says()
    {
        fake.Answer("Deploying file I:\\gateway.json...OK\n", 0);
        List<string> lines = [];

        FlashRunner.Run(FlashPlan.Create(Everything), fake.Tool, lines.Add);

        Assert.Contains(lines, l => l.StartsWith("[2/3] writing the application at 0x1E0000; do not unplug", StringComparison.Ordinal));
        Assert.Contains(lines, l => l == "    Deploying file I:\\gateway.json...OK");
    }

    [Fact]
    public void Without_nanoff_it_says_how_to_install_it()
    {
        Assert.Null(Nanoff.Find([Path.Combine(fake.Folder, "empty")]));
        Assert.Contains("dotnet tool install -g nanoff --version 2.5.162", Nanoff.HowToInstall(Config.Nanoff), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_that_is_missing_empty_no_image_or_too_large_is_refused()
    {
        Refuses(Everything with { Image = "/no/such.bin" }, "build Firmware.nfproj in Release first");
        string pe = Path.Combine(fake.Folder, "a.pe");
        File.WriteAllBytes(pe, new byte[10]);
        Refuses(Everything with { Image = pe }, "take the .bin of the Release build");
        File.WriteAllBytes(image, []);
        Refuses(Everything, "is no deployment image");
        File.WriteAllBytes(image, new byte[(1792 * 1024) + 1]);
        Refuses(Everything, "the deployment region of ESP32_REV3 holds");
    }

    [Fact]
    public void Files_that_nanoff_cannot_place_and_nothing_to_do_are_refused()
    {
        Refuses(Everything with { Files = [new FlashFile(settings, @"D:\gateway.json")] }, @"only onto I:\");
        Refuses(Everything with { Files = [new FlashFile("/no/such.json", @"I:\gateway.json")] }, "no file /no/such.json");
        Refuses(new FlashRequest { Config = Config, Port = "x" }, "nothing to flash");
        Refuses(Everything with { EraseAll = true, UpdateNanoClr = false }, "an erase alone would leave a dead board");
    }

    [Fact]
    public void Erase_is_refused_while_unsent_records_may_exist()
    {
        FlashRequest erase = Everything with { EraseAll = true };

        Refuses(erase, "does not say whether it holds unsent records");
        Refuses(erase with { Backlog = Backlog.Of(1234) }, "the gateway holds 1234 records that the platform does not have");
        Refuses(erase with { Backlog = Backlog.Of(1234), ConfirmationWords = "yes" }, "evacuate them first");
        Refuses(erase with { Backlog = Backlog.Of(1234), ConfirmationWords = "erase 1233 unsent records" }, "evacuate them first");
        Refuses(erase with { Backlog = Backlog.Of(1234), EvacuatedRecords = 1233 }, "evacuate them first");
        Refuses(erase with { EvacuatedRecords = 5000 }, "does not say");
        Assert.Empty(fake.Calls);
    }

    [Fact]
    public void Erase_goes_on_when_nothing_can_be_lost_or_a_person_says_so_in_words()
    {
        FlashRequest erase = Everything with { EraseAll = true };

        Assert.Contains("--masserase", Plan(erase with { Backlog = Backlog.Of(0) }), StringComparison.Ordinal);
        Assert.Contains("--masserase", Plan(erase with { Backlog = Backlog.Of(12), EvacuatedRecords = 12 }), StringComparison.Ordinal);
        Assert.Contains("--masserase", Plan(erase with { Backlog = Backlog.Of(12), ConfirmationWords = "erase 12 unsent records" }), StringComparison.Ordinal);
        Assert.Contains("--masserase", Plan(erase with { ConfirmationWords = "erase an unknown number of unsent records" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_erase_the_storage_is_kept() =>
        Assert.DoesNotContain("erase", Plan(Everything), StringComparison.Ordinal);

    [Fact]
    public void One_port_is_found_and_none_or_several_say_what_to_do()
    {
        string dev = Directory.CreateDirectory(Path.Combine(fake.Folder, "dev")).FullName;
        Assert.Contains("plug it in", Assert.Throws<FlashException>(() => SerialPorts.FindOneIn(dev)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(dev, "ttyUSB3"), "");
        File.WriteAllText(Path.Combine(dev, "tty0"), "");
        Assert.Equal(Path.Combine(dev, "ttyUSB3"), SerialPorts.FindOneIn(dev));
        File.WriteAllText(Path.Combine(dev, "ttyACM0"), "");
        Assert.Contains("--port", Assert.Throws<FlashException>(() => SerialPorts.FindOneIn(dev)).Message, StringComparison.Ordinal);
        Assert.Equal(["COM3", "COM14"], SerialPorts.Listed("Available ports:\n  COM3\n  COM14\n"));
    }

    private static string Plan(FlashRequest request) =>
        string.Join('\n', FlashPlan.Create(request).Steps.Select(s => s.CommandLine));

    private static void Refuses(FlashRequest request, string expected) =>
        Assert.Contains(expected, Assert.Throws<FlashException>(() => FlashPlan.Create(request)).Message, StringComparison.Ordinal);

    private void Run(FlashRequest request) => FlashRunner.Run(FlashPlan.Create(request), fake.Tool, _ => { });
}
