using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Console;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// What a gateway is to be: values by key, checked against the schema before any gateway is touched. Objects in the file are only another
/// way to write the dots of the keys.
/// </summary>
public sealed class GatewayFile
{
    private readonly SortedDictionary<int, string> _values;

    private GatewayFile(SortedDictionary<int, string> values)
    {
        _values = values;
    }

    /// <summary>The keys that the file sets, in the order of the schema.</summary>
    public IReadOnlyCollection<int> Keys => _values.Keys;

    /// <summary>Site id.</summary>
    public string Site => _values.GetValueOrDefault(ConfigurationKeys.Site, string.Empty);

    /// <summary>Gateway id.</summary>
    public string Gateway => _values.GetValueOrDefault(ConfigurationKeys.Gateway, string.Empty);

    /// <summary>Site and gateway.</summary>
    public string Id => $"{Site}/{Gateway}";

    /// <summary>The value of a key that the file sets.</summary>
    public string Value(int key) => _values[key];

    /// <summary>Reads a file.</summary>
    /// <exception cref="SerialException">It is wrong; the message says where.</exception>
    public static GatewayFile Load(string path) => Load(path, new Dictionary<string, string>());

    /// <summary>Reads a file, some values of which are replaced: one line of a fleet.</summary>
    /// <exception cref="SerialException">It is wrong; the message says where.</exception>
    public static GatewayFile Load(string path, IReadOnlyDictionary<string, string> replaced)
    {
        var values = new Dictionary<string, string>();
        try
        {
            using JsonDocument json = JsonDocument.Parse(
                File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            Flatten(path, json.RootElement, string.Empty, values);
        }
        catch (JsonException wrong)
        {
            throw new SerialException($"{path}, line {wrong.LineNumber + 1}: this is no JSON: look for a missing quotation mark, comma or brace");
        }
        catch (FileNotFoundException)
        {
            throw new SerialException($"there is no {path}: write one, tools/Serial/README.md shows how");
        }

        foreach ((string name, string value) in replaced)
        {
            values[name] = value;
        }

        return Check(path, values);
    }

    private static GatewayFile Check(string path, Dictionary<string, string> values)
    {
        var known = new SortedDictionary<int, string>();
        foreach ((string name, string value) in values)
        {
            int key = ConfigurationKeys.Find(name);
            if (key == ConfigurationKeys.Key)
            {
                throw new SerialException($"{path}: leave 'key' out: it is made here and kept in the key file, and nowhere else");
            }

            if (key < 0)
            {
                throw new SerialException($"{path}: there is no key '{name}': 'zhisan config schema' lists them");
            }

            if (!ConfigurationKeys.Accepts(key, value))
            {
                string shown = ConfigurationKeys.IsSecret(key) ? "that" : $"'{value}'";
                throw new SerialException($"{path}: {shown} is no value of '{name}' ({Wanted(key)}): 'zhisan config schema' says more");
            }

            known[key] = value;
        }

        foreach (int key in new[] { ConfigurationKeys.Site, ConfigurationKeys.Gateway }.Where(key => !known.ContainsKey(key)))
        {
            throw new SerialException($"{path}: '{ConfigurationKeys.Name(key)}' is missing");
        }

        return new GatewayFile(known);
    }

    private static string Wanted(int key)
    {
        string row = ConfigurationKeys.Row(key);
        string unit = CommandLine.Part(row, 5);
        return CommandLine.Part(row, 1) switch
        {
            "n" => $"{CommandLine.Part(row, 2)}..{CommandLine.Part(row, 3)}{(unit.Length > 0 ? " " : string.Empty)}{unit}",
            "f" => "true or false",
            "w" => unit,
            "i" => "a-z 0-9 - only",
            "s" => "part name=value ...",
            _ => $"at most {CommandLine.Part(row, 3)} bytes",
        };
    }

    private static void Flatten(string path, JsonElement element, string name, Dictionary<string, string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Flatten(path, member.Value, name.Length == 0 ? member.Name : name + "." + member.Name, values);
                }

                break;

            case JsonValueKind.String:
                values[name] = element.GetString()!;
                break;

            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when name.Length > 0:
                values[name] = element.GetRawText();
                break;

            default:
                throw new SerialException($"{path}: '{name}' must be a text, a number, true or false");
        }
    }
}
