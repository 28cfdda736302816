using System.Collections;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>
/// Reads one JSON object into tables: objects become <see cref="Hashtable"/>, arrays <see cref="ArrayList"/>, values strings,
/// numbers and booleans. nanoFramework.Json on the device, anything of that shape elsewhere.
/// </summary>
public interface IJsonParser
{
    /// <summary>Parses the text; null when it is no JSON object.</summary>
    Hashtable? Parse(string text);
}
