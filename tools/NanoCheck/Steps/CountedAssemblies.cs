using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// A load context in which some assemblies are their counting copies, and a driver is loaded anew so that it is bound to them.
/// Everything else is shared with the program.
/// </summary>
public sealed class CountedAssemblies : AssemblyLoadContext
{
    private readonly Dictionary<string, string> counted;
    private readonly string driver;

    /// <summary>Prepares a context.</summary>
    /// <param name="countedPaths">Assemblies whose execution is counted.</param>
    /// <param name="driverPath">The assembly that drives them.</param>
    public CountedAssemblies(IEnumerable<string> countedPaths, string driverPath)
        : base("counted", isCollectible: true)
    {
        counted = countedPaths.ToDictionary(p => Path.GetFileNameWithoutExtension(p), StringComparer.Ordinal);
        driver = driverPath;
    }

    /// <summary>Calls a static method of the driver's copy.</summary>
    /// <param name="type">Full name of its type.</param>
    /// <param name="method">Its name.</param>
    /// <param name="arguments">Its arguments; of types that are neither the driver's own nor of a counted assembly.</param>
    /// <returns>What it returns; of such a type too.</returns>
    public object? Call(string type, string method, params object?[] arguments)
    {
        Assembly copy = LoadFromAssemblyPath(driver);
        MethodInfo entry = copy.GetType(type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return entry.Invoke(null, arguments);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        return assemblyName.Name is { } name && counted.TryGetValue(name, out string? path)
            ? LoadFromStream(new MemoryStream(StepInstrumenter.Instrument(path)))
            : null;
    }
}
