using System;
using System.IO;

namespace nanoFramework.TestFramework;

/// <summary>
/// Text output of tests. On the device it goes to the debug console; on the host to the report of the running test.
/// </summary>
public static class OutputHelper
{
    /// <summary>Where the bridge collects the output of the test that it runs on this thread.</summary>
    [ThreadStatic]
    internal static TextWriter? Capture;

    /// <summary>Writes text.</summary>
    /// <param name="message">The text.</param>
    public static void Write(string message) => (Capture ?? Console.Out).Write(message);

    /// <summary>Writes a line.</summary>
    /// <param name="message">The line.</param>
    public static void WriteLine(string message) => (Capture ?? Console.Out).WriteLine(message);
}
