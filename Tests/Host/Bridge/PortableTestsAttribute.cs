using System;
using Xunit;
using Xunit.Sdk;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>Stands for all portable tests of an assembly; each is reported as a test of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ZhiSan.Edge.Tests.Host.Bridge.PortableTestDiscoverer", "ZhiSan.Edge.Tests.Host")]
public sealed class PortableTestsAttribute : FactAttribute
{
    /// <summary>Names the assembly.</summary>
    /// <param name="assemblyName">Its simple name.</param>
    public PortableTestsAttribute(string assemblyName)
    {
        AssemblyName = assemblyName;
    }

    /// <summary>The assembly's simple name.</summary>
    public string AssemblyName { get; }
}
