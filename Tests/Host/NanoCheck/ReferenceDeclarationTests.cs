using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>Device code compiles on the host against declarations generated from the contract, and against nothing
/// else.</summary>
public class ReferenceDeclarationTests
{
    private static readonly DeviceContract Sample = DeviceContract.Parse(SampleDeviceContract.Lines.Split('\n'));

    [Fact]
    public void Device_program_compiles_and_passes_the_gate()
    {
        NanoCheckReport report = CheckSource(SampleDeviceContract.Program, Sample);

        Assert.DoesNotContain(report.Findings, f => f.Severity == FindingSeverity.Error);
        Assert.Equal(["NC117"], report.Findings.Select(f => f.Id));
        Assert.InRange(report.DeviceImage.Image.Total, 1000, 8000);
    }

    [Fact]
    public void Each_device_assembly_has_declarations_of_its_own()
    {
        IReadOnlyDictionary<string, byte[]> assemblies = ReferenceAssemblies.Compile(Sample);

        Assert.Superset(
            new HashSet<string>
            {
                "mscorlib", "nanoFramework.M2Mqtt", "nanoFramework.M2Mqtt.Core", "System.Device.I2c", "System.IO.Ports",
                "System.IO.FileSystem", "System.IO.Streams", "nanoFramework.Hardware.Esp32",
            },
            assemblies.Keys.ToHashSet());
    }

    [Fact]
    public void Sources_come_in_an_order_in_which_each_refers_to_earlier_ones()
    {
        List<string> seen = [];
        foreach (ReferenceSource source in ReferenceSourceGenerator.Generate(Sample))
        {
            Assert.Empty(source.References.Except(seen));
            seen.Add(source.Assembly);
        }
    }

    [Fact]
    public void Member_that_the_contract_lacks_does_not_compile()
    {
        NanoCheckReport report = CheckSource(
            SampleDeviceContract.Program.Replace("port.Open();", "port.Open(); port.DiscardInBuffer();",
                StringComparison.Ordinal), Sample);

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("NC003", finding.Id);
        Assert.Contains("DiscardInBuffer", finding.Message, StringComparison.Ordinal);
        Assert.Contains("--propose", finding.Instead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public static string F(string s) => s.Replace('a', 'b');")]
    [InlineData("public static System.Collections.Generic.List<int> F() => null;")]
    [InlineData("public static int? F() => null;")]
    [InlineData("public static (int, int) F() => (1, 2);")]
    [InlineData("public static byte[] F(byte[] b) => b[1..2];")]
    [InlineData("private volatile int number; public int F() => number;")]
    [InlineData("public static long F(long a) => System.Math.Max(a, 1L);")]
    public void What_the_device_lacks_does_not_compile(string member) =>
        Assert.Contains(CheckSource($"public class C {{ {member} }}", Sample).Findings, f => f.Id == "NC003");

    [Fact]
    public void Lowering_is_the_devices_own()
    {
        // On the host these three compile to Enter(object, ref bool), DefaultInterpolatedStringHandler and
        // SwitchExpressionException.
        DeviceCompilation compilation = DeviceCompiler.CompileText(Sample, "Lowering", new Dictionary<string, string>
        {
            ["Lowering.cs"] = """
                public static class C
                {
                    public static string F(object gate, int n)
                    {
                        lock (gate) { return $"{n} of {n}" + (n switch { 1 => "one", 2 => "two" }); }
                    }
                }
                """,
        });

        Assert.Empty(compilation.Findings);
        using AssemblySet set = AssemblySet.Load([compilation]);
        string[] used = set.Assemblies[0].MainModule.GetMemberReferences().Select(m => m.FullName).ToArray();
        Assert.Contains(used, m => m.Contains("Monitor::Enter(System.Object)", StringComparison.Ordinal));
        Assert.Contains(used, m => m.Contains("String::Format(System.String,System.Object[])", StringComparison.Ordinal));
        Assert.Contains(used, m => m.Contains("InvalidOperationException::.ctor()", StringComparison.Ordinal));
    }

    [Fact]
    public void Reference_assemblies_can_be_written_for_a_project()
    {
        string folder = Directory.CreateTempSubdirectory("refs-").FullName;

        ReferenceAssemblies.WriteTo(Sample, folder);

        Assert.True(File.Exists(Path.Combine(folder, "System.Device.I2c.dll")));
    }

    private static NanoCheckReport CheckSource(string source, DeviceContract contract)
    {
        string folder = Directory.CreateTempSubdirectory("device-").FullName;
        File.WriteAllText(Path.Combine(folder, "Device.cs"), source);
        return NanoChecker.Run(new NanoCheckOptions
        {
            SourceAssemblies = [new SourceAssembly("ZhiSan.Edge.Firmware", [folder])],
            Contract = contract,
        });
    }
}
