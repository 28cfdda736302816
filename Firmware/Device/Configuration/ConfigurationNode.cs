using System.Collections;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>
/// One JSON object of the configuration. Every read names its key, so that an error says where it is and what to write; keys
/// that nobody read are errors too: a mistyped key must not become a default in silence.
/// </summary>
public sealed class ConfigurationNode
{
    private readonly Hashtable _members;
    private readonly ArrayList _read = new ArrayList();

    /// <summary>Wraps an object.</summary>
    /// <param name="members">Its members.</param>
    /// <param name="path">Where it is, for messages: empty for the whole file, else for example <c>broker.</c></param>
    public ConfigurationNode(Hashtable members, string path)
    {
        _members = members;
        Path = path;
    }

    /// <summary>Where the object is, with its final dot; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>Whether a member is there.</summary>
    public bool Has(string key) => _members.Contains(key);

    /// <summary>A text, or the default when it is missing.</summary>
    /// <exception cref="ConfigurationException">It is no text.</exception>
    public string Text(string key, string missing)
    {
        object? value = Member(key);
        if (value == null)
        {
            return missing;
        }

        return value is string text ? text : throw Wrong(key, "must be a text in quotes");
    }

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ConfigurationException">It is missing or empty.</exception>
    public string RequiredText(string key, string what)
    {
        string text = Text(key, string.Empty);
        return text.Length > 0 ? text : throw Wrong(key, "is missing: write " + what);
    }

    /// <summary>One of some words, or the first when it is missing.</summary>
    /// <exception cref="ConfigurationException">It is another word.</exception>
    public string Word(string key, string[] words)
    {
        string text = Text(key, words[0]);
        string known = string.Empty;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == text)
            {
                return text;
            }

            known += (i == 0 ? "\"" : " or \"") + words[i] + "\"";
        }

        throw Wrong(key, "must be " + known);
    }

    /// <summary>An integer in a range, or the default when it is missing.</summary>
    /// <exception cref="ConfigurationException">It is no integer, or outside the range.</exception>
    public int Integer(string key, int missing, int min, int max)
    {
        object? value = Member(key);
        if (value == null)
        {
            return missing;
        }

        long number;
        if (value is int small)
        {
            number = small;
        }
        else if (value is long large)
        {
            number = large;
        }
        else
        {
            throw Wrong(key, "must be a whole number without quotes");
        }

        return number >= min && number <= max
            ? (int)number
            : throw Wrong(key, "must be " + min.ToString() + " to " + max.ToString());
    }

    /// <summary>A switch, or the default when it is missing.</summary>
    /// <exception cref="ConfigurationException">It is neither true nor false.</exception>
    public bool Flag(string key, bool missing)
    {
        object? value = Member(key);
        if (value == null)
        {
            return missing;
        }

        return value is bool flag ? flag : throw Wrong(key, "must be true or false, without quotes");
    }

    /// <summary>An object below this one, or null when it is missing.</summary>
    /// <exception cref="ConfigurationException">It is no object.</exception>
    public ConfigurationNode? Child(string key)
    {
        object? value = Member(key);
        if (value == null)
        {
            return null;
        }

        return value is Hashtable members
            ? new ConfigurationNode(members, Path + key + ".")
            : throw Wrong(key, "must be an object in braces");
    }

    /// <summary>The objects of an array; none when it is missing.</summary>
    /// <exception cref="ConfigurationException">It is no array of objects.</exception>
    public ConfigurationNode[] Children(string key)
    {
        object? value = Member(key);
        if (value == null)
        {
            return new ConfigurationNode[0];
        }

        if (!(value is ArrayList items))
        {
            throw Wrong(key, "must be a list in brackets");
        }

        ConfigurationNode[] nodes = new ConfigurationNode[items.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            string path = Path + key + "[" + i.ToString() + "]";
            nodes[i] = items[i] is Hashtable members
                ? new ConfigurationNode(members, path + ".")
                : throw new ConfigurationException(path + " must be an object in braces");
        }

        return nodes;
    }

    /// <summary>Checks that every member was asked for.</summary>
    /// <exception cref="ConfigurationException">One was not: it is mistyped, or does not belong here.</exception>
    public void RequireAllRead()
    {
        foreach (object key in _members.Keys)
        {
            if (!_read.Contains(key))
            {
                throw Wrong((string)key, "is unknown here: correct its spelling, or remove it");
            }
        }
    }

    /// <summary>An error about a member.</summary>
    public ConfigurationException Wrong(string key, string message) => new ConfigurationException(Path + key + " " + message);

    private object? Member(string key)
    {
        _read.Add(key);
        return _members[key];
    }
}
