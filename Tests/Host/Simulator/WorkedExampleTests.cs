using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Tests.Host.NanoCheck;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Simulator;

/// <summary>The worked example of the simulator's page: its command tells the story that the page tells.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public async Task The_command_of_the_page_prints_the_lines_of_the_page_in_their_order()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tools", "Simulator", "README.md"));
        var command = Regex.Match(page, "^repeat it with: zhisan (.*)$", RegexOptions.Multiline).Groups[1].Value.Trim();
        var lines = Regex.Match(page, "```trace\n(.*?)```", RegexOptions.Singleline).Groups[1].Value.Split('\n', System.StringSplitOptions.RemoveEmptyEntries);

        using var run = await ZhisanProcess.RunAsync(command.Split(' '));

        var printed = run.Output.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        Assert.NotEmpty(lines);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(lines, printed.Where(lines.Contains));
    }
}
