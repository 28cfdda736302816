using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>The gate, on the project's own device-bound code.</summary>
public class PortableCodeTests
{
    private static readonly string[] Core = ["ZhiSan.Edge.Buffering", "ZhiSan.Edge.Sensors", "ZhiSan.Edge.Core"];

    [Fact]
    public void Portable_assemblies_pass_the_gate()
    {
        NanoCheckReport report =
            NanoChecker.Run(new NanoCheckOptions { AssemblyPaths = Paths([.. Core, "ZhiSan.Edge.Tests.Portable"]) });

        Assert.True(report.IsGreen, TextRenderer.Render(report, Repository.Root));
    }

    [Fact]
    public void Portable_assemblies_carry_the_lines_that_findings_name()
    {
        foreach (string path in Paths(Core))
        {
            Assert.True(File.Exists(Path.ChangeExtension(path, ".pdb")), $"no PDB beside {path}");
        }
    }

    [Fact]
    public void I6_core_has_no_reference_to_clocks_threads_sockets_or_files()
    {
        NanoCheckReport report = NanoChecker.Run(new NanoCheckOptions { AssemblyPaths = Paths(Core) });

        Assert.DoesNotContain(report.Findings, f => f.Id.StartsWith("NC2", StringComparison.Ordinal));
    }

    [Fact]
    public void Portable_sources_compile_for_the_device_and_pass_the_gate()
    {
        NanoCheckReport report =
            NanoChecker.Run(new NanoCheckOptions { SourceAssemblies = DeviceSources.PortableImage(Repository.Root) });

        Assert.True(report.IsGreen, TextRenderer.Render(report, Repository.Root));
    }

    [Fact]
    public void Device_image_compiles_and_passes_the_gate_within_its_budget()
    {
        NanoCheckReport report = NanoChecker.Run(new NanoCheckOptions { SourceAssemblies = DeviceSources.Image(Repository.Root) });

        Assert.True(report.IsGreen, TextRenderer.Render(report, Repository.Root));
        Assert.Equal(report.Assemblies.Sum(a => a.Image.Total), report.DeviceImage.Image.Total);
        Assert.All(report.Assemblies, a => Assert.True(a.IsInImage, a.Name));
    }

    [Fact]
    public void Portable_tests_use_only_what_the_devices_test_framework_offers()
    {
        NanoCheckReport report = NanoChecker.Run(new NanoCheckOptions
        {
            SourceAssemblies = [.. DeviceSources.PortableImage(Repository.Root), DeviceSources.Tests(Repository.Root)],
        });

        Assert.True(report.IsGreen, TextRenderer.Render(report, Repository.Root));
    }

    private static List<string> Paths(IEnumerable<string> names) =>
        names.Select(n => Path.Combine(AppContext.BaseDirectory, n + ".dll")).ToList();
}
