namespace ZhiSan.Edge.Core.Messages;

/// <summary>An answer on <c>&lt;root&gt;/reply</c>. PROTOCOL.md has examples.</summary>
public sealed class ReplyMessage
{
    /// <summary>Id of the command.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>Counter of the command.</summary>
    public long Counter { get; set; }

    /// <summary><c>ok</c>, <c>refused</c>, <c>gone</c> or <c>done</c>.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>Why it was refused, in kebab-case; empty otherwise.</summary>
    public string Reason { get; set; } = string.Empty;

    /// <summary>Why a range is gone: <c>freed</c>, <c>thinned</c> or <c>lost</c>; empty otherwise.</summary>
    public string Cause { get; set; } = string.Empty;

    /// <summary>Epoch of the range; 0 without one.</summary>
    public uint Epoch { get; set; }

    /// <summary>First number of the range.</summary>
    public long From { get; set; }

    /// <summary>Last number of the range.</summary>
    public long To { get; set; }

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
