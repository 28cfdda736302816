using System;
using System.Collections;
using System.IO;

namespace ZhiSan.Edge.Device.Configuration;

/// <summary>Loads <c>gateway.json</c>.</summary>
public static class ConfigurationFile
{
    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="parser">Reads JSON.</param>
    /// <exception cref="ConfigurationException">It cannot be used; the message says what to do.</exception>
    public static DeviceConfiguration Load(string path, IJsonParser parser)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException(path + " is missing: put it there with 'zhisan provision' or nanoff --filedeployment");
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failure)
        {
            throw new ConfigurationException(path + " cannot be read: " + failure.Message);
        }

        Hashtable members = parser.Parse(text)
            ?? throw new ConfigurationException(path + " is no JSON object: check braces, quotes and commas");
        return new DeviceConfiguration(new ConfigurationNode(members, string.Empty));
    }
}
