using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using System.Text.RegularExpressions;

namespace ZhiSan.Edge.Cli;

/// <summary>What is wrong with a command line, in one line that says where help is.</summary>
internal static partial class ParseErrors
{
    /// <summary>The error that explains the others, and the command whose help to read.</summary>
    public static string OneLine(ParseResult parsed)
    {
        // A word that nothing takes is the mistake; what is then missing follows from it.
        string message = parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.UnmatchedTokens[0]}' is not understood here"
            : Plain(parsed.Errors[0].Message.TrimEnd('.'));
        return $"{message}: see '{string.Join(' ', Path(parsed.CommandResult).Append("zhisan").Reverse())} --help'";
    }

    private static string Plain(string message)
    {
        Match match = Type().Match(message);
        if (!match.Success)
        {
            return message;
        }

        string wanted = match.Groups["type"].Value switch
        {
            "Int32" or "Int64" or "UInt32" => "a whole number",
            "Double" => "a number",
            _ => "something else",
        };
        return $"'{match.Groups["text"].Value}' for {match.Groups["option"].Value} is wrong, it takes {wanted}";
    }

    private static IEnumerable<string> Path(CommandResult command)
    {
        for (SymbolResult? at = command; at is CommandResult { Command: var one }; at = at.Parent)
        {
            if (one is RootCommand)
            {
                break;
            }

            yield return one.Name;
        }
    }

    [GeneratedRegex(@"^Cannot parse argument '(?<text>.*)' for option '(?<option>[^']+)' as expected type 'System\.(Nullable`1\[System\.)?(?<type>\w+)")]
    private static partial Regex Type();
}
