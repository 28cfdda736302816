using System;

namespace nanoFramework.TestFramework;

/// <summary>The device launcher's rule for methods that carry both attributes.</summary>
public static class Helper
{
    /// <summary>A method with data rows runs once a row, not also once without arguments.</summary>
    /// <param name="attribs">All attributes of a method.</param>
    /// <returns>The same attributes, without <see cref="TestMethodAttribute"/> if there are data rows.</returns>
    public static object[] RemoveTestMethodIfDataRowExists(object[] attribs)
    {
        return Array.Exists(attribs, a => a is DataRowAttribute)
            ? Array.FindAll(attribs, a => a is not TestMethodAttribute)
            : attribs;
    }
}
