using System;
using System.Linq;
using System.Text;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>NC301 to NC305, and the figures in the report.</summary>
public class BoundsTests
{
    [Fact]
    public void Large_method_is_found()
    {
        StringBuilder body = new();
        for (int i = 0; i < 300; i++)
        {
            body.Append("n = n * 31 + Other(n);\n");
        }

        NanoCheckReport report = Snippet.Check(
            $"public static class C {{ public static int F(int n) {{ {body} return n; }} private static int Other(int n) => n; }}",
            change: o => o with { MethodBudgetBytes = 2000 });

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal("NC301", finding.Id);
        Assert.EndsWith(".F", report.DeviceImage.LargestMethod, StringComparison.Ordinal);
        Assert.InRange(report.DeviceImage.LargestMethodBytes, 2000, 6000);
    }

    [Fact]
    public void Static_data_over_its_budget_is_found()
    {
        string table = string.Join(", ", Enumerable.Range(0, 600).Select(i => i % 256));

        NanoCheckReport report = Snippet.Check(
            $"public static class C {{ private static readonly byte[] T = {{ {table} }}; public static int F(int i) => T[i]; }}",
            change: o => o with { StaticDataBudgetBytes = 512 });

        Assert.Equal("NC302", Assert.Single(report.Findings).Id);
        Assert.InRange(report.DeviceImage.StaticDataBytes, 600, 700);
    }

    [Fact]
    public void Image_over_its_budget_is_found()
    {
        NanoCheckReport report = Snippet.Check(
            $"public static class C {{ public static string F() => \"{new string('x', 900)}\"; }}",
            change: o => o with { ImageBudgetBytes = 1000 });

        Assert.Equal("NC303", Assert.Single(report.Findings).Id);
        Assert.InRange(report.DeviceImage.Image.Total, 1000, 1400);
        Assert.InRange(report.DeviceImage.Image.Strings, 900, 1000);
    }

    [Fact]
    public void More_strings_than_one_assembly_holds_are_found()
    {
        NanoCheckReport report = Snippet.Check(
            $"public static class C {{ public static string F() => \"{new string('x', 66_000)}\"; }}");

        Assert.Contains(report.Findings, f => f.Id == "NC304" && f.Message.Contains("strings", StringComparison.Ordinal));
    }

    [Fact]
    public void More_byte_code_than_one_assembly_holds_is_found_and_a_second_assembly_helps()
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("bounds-").FullName;
        try
        {
            string first = Method(folder, "First");
            string second = Method(folder, "Second");

            NanoCheckReport one = Check(new SourceAssembly("ZhiSan.Edge.One", [first, second]));
            NanoCheckReport two = Check(new SourceAssembly("ZhiSan.Edge.One", [first]), new SourceAssembly("ZhiSan.Edge.Two", [second]));

            Finding finding = Assert.Single(one.Findings);
            Assert.Equal(("NC304", "ZhiSan.Edge.One"), (finding.Id, finding.Assembly));
            Assert.Contains("65535", finding.Message, StringComparison.Ordinal);
            Assert.Contains("a second assembly", finding.Instead, StringComparison.Ordinal);
            Assert.True(two.IsGreen, TextRenderer.Render(two));
            Assert.Equal(one.DeviceImage.Image.ByteCode, two.DeviceImage.Image.ByteCode);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }

        static NanoCheckReport Check(params SourceAssembly[] assemblies) => NanoChecker.Run(new NanoCheckOptions
        {
            SourceAssemblies = assemblies,
            MethodBudgetBytes = 1024 * 1024,
            ImageBudgetBytes = 1024 * 1024,
        });

        static string Method(string folder, string name)
        {
            string body = string.Concat(Enumerable.Range(0, 5000).Select(i => $"n = n * 31 + {1000 + i};\n"));
            string path = System.IO.Path.Combine(folder, name + ".cs");
            System.IO.File.WriteAllText(path, $"public static class {name} {{ public static int F(int n) {{ {body} return n; }} }}");
            return path;
        }
    }

    [Fact]
    public void Assemblies_outside_the_image_are_named_in_the_report()
    {
        NanoCheckReport report = Snippet.Check("public class C { }", "ZhiSan.Edge.Tests.Portable");

        Assert.Contains("; not in the image\n", TextRenderer.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void More_cases_than_a_switch_holds_are_found()
    {
        string cases = string.Concat(Enumerable.Range(0, 300).Select(i => $"case {i}: return {(i * 7) % 1000};\n"));

        NanoCheckReport report = Snippet.Check(
            $"public static class C {{ public static int F(int n) {{ switch (n) {{ {cases} default: return -1; }} }} }}");

        Assert.Contains(report.Findings, f => f.Id == "NC305");
    }

    [Fact]
    public void Tests_are_checked_but_not_counted_into_the_image()
    {
        NanoCheckReport report = Snippet.Check(
            "public static class C { public static int F() => checked(int.Parse(\"1\") + 1); }", "ZhiSan.Edge.Tests.Portable");

        Assert.Contains(report.Findings, f => f.Id == "NC111");
        Assert.Equal(0, report.DeviceImage.Types);
        Assert.True(report.Assemblies.Single().Types > 0);
    }
}
