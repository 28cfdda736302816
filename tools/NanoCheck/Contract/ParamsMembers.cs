using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// Device members whose last parameter is <c>params</c>. The API lists do not say so; these are the ones in
/// nanoFramework's CoreLibrary and TestFramework that source code calls without spelling the array.
/// </summary>
internal static class ParamsMembers
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "System.String.Format",
        "System.String.Concat",
        "System.String.Split",
        "System.String.Trim",
        "System.String.TrimStart",
        "System.String.TrimEnd",
        "nanoFramework.TestFramework.DataRowAttribute.DataRowAttribute",
    };

    /// <summary>True when source code may list the elements of the last, array-typed parameter.</summary>
    public static bool Contains(string typeName, string memberName) => Known.Contains(typeName + "." + memberName);
}
