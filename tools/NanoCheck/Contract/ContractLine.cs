using System;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>One line of an API list or of the contract: <c>Assembly|Namespace.Type|member</c>.</summary>
/// <param name="Assembly">Device assembly that holds the type, for example <c>mscorlib</c>.</param>
/// <param name="TypeName">Full name; nested types are joined with a dot, as in the lists.</param>
/// <param name="Member">The member text, word for word as in the lists.</param>
public sealed record ContractLine(string Assembly, string TypeName, string Member)
{
    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">The line has not exactly three fields.</exception>
    public static ContractLine Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] fields = text.Split('|');
        if (fields.Length != 3 || fields[0].Length == 0 || fields[1].Length == 0 || fields[2].Length == 0)
        {
            throw new FormatException($"Not a contract line (Assembly|Namespace.Type|member): '{text}'");
        }

        return new ContractLine(fields[0], fields[1], fields[2]);
    }

    /// <summary>The line as it stands in a file.</summary>
    public override string ToString() => $"{Assembly}|{TypeName}|{Member}";
}
