using System;
using System.Collections;
using nanoFramework.Json;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>nanoFramework.Json behind the port. It says of an error neither what nor where: callers name the file.</summary>
public sealed class NanoJsonParser : IJsonParser
{
    /// <inheritdoc/>
    public Hashtable? Parse(string text)
    {
        try
        {
            return (Hashtable)JsonConvert.DeserializeObject(text, typeof(Hashtable));
        }
        catch (Exception)
        {
            // Its exceptions carry no message: "no JSON object" is all that is known.
            return null;
        }
    }
}
