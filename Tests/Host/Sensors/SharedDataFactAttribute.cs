using System;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.Sensors;

/// <summary>
/// A test that needs a file of the shared data folder; without it the test is reported as skipped, with the reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Names the file.</summary>
    /// <param name="relativePath">For example <c>data/room-climate.csv</c>.</param>
    public SharedDataFactAttribute(string relativePath)
    {
        RelativePath = relativePath;
        if (SharedData.Find(relativePath) is null)
        {
            Skip = $"MISSING ../shared/{relativePath} beside the repository: nothing was tested here";
        }
    }

    /// <summary>The file, relative to the shared folder.</summary>
    public string RelativePath { get; }
}
