namespace ZhiSan.Edge.Core.Messages;

/// <summary>An answer on <c>&lt;root&gt;/reply</c>. PROTOCOL.md has examples.</summary>
internal sealed class ReplyMessage
{
    /// <summary>Id of the command.</summary>
    internal string Id = string.Empty;

    /// <summary>Counter of the command.</summary>
    internal long Counter;

    /// <summary><c>ok</c>, <c>refused</c>, <c>gone</c> or <c>done</c>.</summary>
    internal string Status = string.Empty;

    /// <summary>Why it was refused, in kebab-case; empty otherwise.</summary>
    internal string Reason = string.Empty;

    /// <summary>Why a range is gone: <c>freed</c>, <c>thinned</c> or <c>lost</c>; empty otherwise.</summary>
    internal string Cause = string.Empty;

    /// <summary>Epoch of the range; 0 without one.</summary>
    internal uint Epoch;

    /// <summary>First number of the range.</summary>
    internal long From;

    /// <summary>Last number of the range.</summary>
    internal long To;

    /// <summary>Writes the answer.</summary>
    public void Write(TextBuffer text)
    {
        text.Clear();
        text.Add("{\"id\":").AddQuoted(Id).Add(",\"counter\":").Add(Counter).Add(",\"status\":").AddQuoted(Status);
        if (Reason.Length > 0)
        {
            text.Add(",\"reason\":").AddQuoted(Reason);
        }

        if (Cause.Length > 0)
        {
            text.Add(",\"cause\":").AddQuoted(Cause);
        }

        if (Epoch != 0)
        {
            text.Add(",\"epoch\":").Add(Epoch).Add(",\"from\":").Add(From).Add(",\"to\":").Add(To);
        }

        text.Add("}");
    }
}
