using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>What people and programs read.</summary>
public class ReportingTests
{
    private const string Violation = "public static class C { public static int F(int a) => checked(a + 1); }";

    [Fact]
    public void Text_names_place_rule_reason_and_remedy()
    {
        string text = TextRenderer.Render(Snippet.Check(Violation));

        Assert.Matches(@"Snippet\.cs:1: error NC111: checked operation add\.ovf\n    in C\.F\n    instead: Compare", text);
        Assert.Contains("device image: about ", text, StringComparison.Ordinal);
        Assert.EndsWith("RED: 1 errors, 0 warnings\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Green_report_says_so() =>
        Assert.EndsWith("green: 0 errors, 0 warnings\n", TextRenderer.Render(Snippet.Check("public class C { }")),
            StringComparison.Ordinal);

    [Fact]
    public void Json_holds_findings_and_bounds()
    {
        using JsonDocument json = JsonDocument.Parse(JsonRenderer.Render(Snippet.Check(Violation)));

        JsonElement finding = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal("NC111", finding.GetProperty("id").GetString());
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal(1, finding.GetProperty("line").GetInt32());
        Assert.False(json.RootElement.GetProperty("isGreen").GetBoolean());
        Assert.True(json.RootElement.GetProperty("deviceImage").GetProperty("image").GetProperty("total").GetInt32() > 100);
    }

    [Fact]
    public void Missing_assembly_is_named_with_what_to_do()
    {
        FileNotFoundException e = Assert.Throws<FileNotFoundException>(() =>
            NanoChecker.Run(new NanoCheckOptions { AssemblyPaths = ["/no/such.dll"] }));

        Assert.Contains("Build it first", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_stands_in_the_readme()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "tools", "NanoCheck", "README.md"));

        Assert.Equal(RuleCatalog.AllIds.Distinct(), RuleCatalog.AllIds);
        Assert.All(RuleCatalog.AllIds, id => Assert.Contains($"| {id} |", readme, StringComparison.Ordinal));
        Assert.All(RuleCatalog.All, r => Assert.True(r.Title.Length > 0 && r.Why.Length > 0 && r.Instead.Length > 0, r.Id));
    }
}
