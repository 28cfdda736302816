using System;
using System.Collections;
using System.Text.Json;

namespace nanoFramework.Json;

/// <summary>
/// Stands in for nanoFramework.Json: objects become Hashtable, arrays ArrayList, whole numbers int or long, other numbers double.
/// Like the original it throws on what is no JSON.
/// </summary>
public static class JsonConvert
{
    public static object DeserializeObject(string value, Type type)
    {
        using JsonDocument document = JsonDocument.Parse(value);
        object? read = Read(document.RootElement);
        return type.IsInstanceOfType(read) ? read! : throw new Exception();
    }

    private static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Hashtable members = new Hashtable();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members[member.Name] = Read(member.Value);
                }

                return members;

            case JsonValueKind.Array:
                ArrayList items = new ArrayList();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    items.Add(Read(item));
                }

                return items;

            case JsonValueKind.String:
                return element.GetString();

            case JsonValueKind.Number:
                if (element.TryGetInt32(out int small))
                {
                    return small;
                }

                return element.TryGetInt64(out long large) ? large : element.GetDouble();

            case JsonValueKind.True:
            case JsonValueKind.False:
                return element.GetBoolean();

            default:
                return null;
        }
    }
}
