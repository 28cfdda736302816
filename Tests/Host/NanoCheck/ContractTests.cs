using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>The contract is honest: each line stands in the device's API lists, and nothing it mentions is left
/// undeclared.</summary>
public class ContractTests
{
    [ApiListsFact]
    public void Every_contract_line_is_in_the_devices_api_lists()
    {
        HashSet<string> lists =
            Directory.GetFiles(Repository.ApiLists, "*.txt").SelectMany(File.ReadAllLines).ToHashSet(StringComparer.Ordinal);

        Assert.All(DeviceContract.Embedded().Lines, l => Assert.Contains(l.ToString(), lists));
    }

    [ApiListsFact]
    public void Contract_lists_nothing_that_the_device_does_not_use()
    {
        ContractProposal all = NanoChecker.ProposeContractForSources(
            [.. DeviceSources.Image(Repository.Root), DeviceSources.Tests(Repository.Root)], Repository.ApiLists, DeviceContract.Parse([]));
        HashSet<string> used = [.. all.MissingLines.Select(l => l.ToString())];

        // The test framework is offered whole: tests come and go.
        Assert.Equal("", string.Join('\n', DeviceContract.Embedded().Lines.Select(l => l.ToString())
            .Where(l => !used.Contains(l) && !l.StartsWith("nanoFramework.TestFramework|", StringComparison.Ordinal))));
    }

    [ApiListsFact]
    public void Lines_of_these_tests_are_in_the_devices_api_lists()
    {
        HashSet<string> lists =
            Directory.GetFiles(Repository.ApiLists, "*.txt").SelectMany(File.ReadAllLines).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> ours = TestContract.FurtherLines.Split('\n').Concat(SampleDeviceContract.Lines.Split('\n'));

        Assert.All(ours.Select(l => l.Trim()), l => Assert.Contains(l, lists));
    }

    [ApiListsFact]
    public void Declarations_of_the_whole_device_compile() =>
        Assert.True(ReferenceAssemblies.Compile(DeviceContract.LoadFolder(Repository.ApiLists)).Count > 50);

    [Fact]
    public void Every_line_of_the_contract_can_be_read_and_is_unique()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "tools", "NanoCheck", "device-contract.txt"))
            .Where(l => l.Length > 0 && l[0] != '#').ToArray();

        Assert.NotEmpty(lines);
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
        Assert.Equal(lines.Length, DeviceContract.Parse(lines).Lines.Count);
    }

    [Fact]
    public void Every_type_that_the_contract_mentions_is_declared_in_it()
    {
        DeviceContract contract = DeviceContract.Embedded();
        IEnumerable<string> mentioned = contract.Types.SelectMany(t => t.Members.SelectMany(m => m.MentionedTypes())
            .Concat(t.Interfaces).Append(t.BaseName ?? "System.Object").Append(t.FullName));

        Assert.All(mentioned.Distinct(), n =>
            Assert.True(contract.FindType(n)?.Declaration is not null, $"{n} is mentioned but not declared"));
    }

    [Fact]
    public void Declarations_of_the_contract_compile() =>
        Assert.Contains("mscorlib", ReferenceAssemblies.Compile(DeviceContract.Embedded()).Keys);

    [Theory]
    [InlineData("mscorlib|System.String")]
    [InlineData("mscorlib|System.String|method a|b")]
    [InlineData("mscorlib||type class")]
    [InlineData("mscorlib|System.String|gadget X")]
    public void Malformed_line_is_refused(string line) =>
        Assert.Throws<FormatException>(() => DeviceContract.Parse([line]));

    [Fact]
    public void Wrong_signature_in_the_contract_does_not_cover_the_right_one()
    {
        DeviceContract wrong = DeviceContract.Parse(TestContract.Value.Lines.Select(l => l.ToString())
            .Select(l => l.Replace("Substring(System.Int32 startIndex, System.Int32 length)",
                "Substring(System.Int64 startIndex, System.Int32 length)", StringComparison.Ordinal)));

        NanoCheckReport report = Snippet.Check(
            "public static class C { public static string F(string s) => s.Substring(1, 2); }",
            change: o => o with { Contract = wrong });

        Assert.Equal("NC002", Assert.Single(report.Findings).Id);
    }

    [Fact]
    public void Proposal_names_missing_lines_and_what_the_device_does_not_have()
    {
        string lists = Directory.CreateTempSubdirectory("lists-").FullName;
        File.WriteAllLines(Path.Combine(lists, "all.txt"), TestContract.Value.Lines.Select(l => l.ToString()));
        string folder = Directory.CreateTempSubdirectory("propose-").FullName;
        string assembly = Snippet.Compile(
            "public static class C { public static object F(string s) { s.Normalize(); return new System.Collections.ArrayList(); } }", "ZhiSan.Edge.Snippet", folder);
        DeviceContract empty = DeviceContract.Parse([]);

        ContractProposal proposal = NanoChecker.ProposeContract([assembly], lists, empty);

        Assert.Contains("mscorlib|System.Collections.ArrayList|ctor ArrayList()",
            proposal.MissingLines.Select(l => l.ToString()));
        Assert.Contains(proposal.MissingLines, l => l.TypeName == "System.Collections.IList");
        Assert.StartsWith("System.String.Normalize()", Assert.Single(proposal.NotOnDevice), StringComparison.Ordinal);
        Assert.Contains("mscorlib", ReferenceAssemblies.Compile(DeviceContract.From(proposal.MissingLines)).Keys);
    }

    [Fact]
    public void Growing_the_contract_keeps_its_comment_and_its_order()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "# why\n\nb|B|type class\n");

        NanoChecker.AddToContract(path, [ContractLine.Parse("a|A|type class"), ContractLine.Parse("b|B|type class")]);

        Assert.Equal("# why\n\na|A|type class\nb|B|type class\n", File.ReadAllText(path));
    }
}
