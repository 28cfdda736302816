using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>Turns the portable tests of an assembly into xunit test cases.</summary>
public sealed class PortableTestDiscoverer : IXunitTestCaseDiscoverer
{
    private readonly IMessageSink _diagnostics;

    /// <summary>Called by xunit.</summary>
    /// <param name="diagnostics">Where xunit's diagnostic messages go.</param>
    public PortableTestDiscoverer(IMessageSink diagnostics)
    {
        _diagnostics = diagnostics;
    }

    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute)
    {
        string assemblyName = factAttribute.GetNamedArgument<string>(nameof(PortableTestsAttribute.AssemblyName));
        Assembly assembly = Assembly.Load(assemblyName);
        return PortableCatalog.ClassesOf(assembly)
            .SelectMany(PortableCatalog.TestsOf)
            .Select(test => new PortableTestCase(_diagnostics, testMethod, test));
    }
}
