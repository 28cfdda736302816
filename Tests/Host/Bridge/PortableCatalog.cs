using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>Finds portable tests, in the order in which the device's launcher runs them.</summary>
public static class PortableCatalog
{
    /// <summary>The test classes of an assembly, in the order of its metadata.</summary>
    /// <param name="assembly">An assembly of portable tests.</param>
    public static IEnumerable<Type> ClassesOf(Assembly assembly) => assembly.GetTypes()
        .Where(t => t.IsClass && t.GetCustomAttributes(true).Any(a => a.GetType() == typeof(TestClassAttribute)))
        .OrderBy(t => t.MetadataToken);

    /// <summary>The tests of a class: rules (if broken), setup, methods, data rows, cleanup.</summary>
    /// <param name="type">A test class.</param>
    public static IReadOnlyList<PortableTest> TestsOf(Type type)
    {
        var tests = new List<PortableTest>();
        if (PortableRules.Violations(type).Count > 0)
        {
            tests.Add(new PortableTest(type, PortableTestKind.Rules, null, 0, []));
        }

        MethodInfo[] methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .OrderBy(m => m.MetadataToken)
            .ToArray();
        AddPhase(tests, type, methods, PortableTestKind.Setup, typeof(SetupAttribute));
        AddPhase(tests, type, methods, PortableTestKind.Method, typeof(TestMethodAttribute));
        AddPhase(tests, type, methods, PortableTestKind.Row, typeof(DataRowAttribute));
        AddPhase(tests, type, methods, PortableTestKind.Cleanup, typeof(CleanupAttribute));
        return tests;
    }

    private static void AddPhase(
        List<PortableTest> tests,
        Type type,
        MethodInfo[] methods,
        PortableTestKind kind,
        Type attributeType)
    {
        foreach (MethodInfo method in methods)
        {
            int row = 0;
            object[] attributes = Helper.RemoveTestMethodIfDataRowExists(method.GetCustomAttributes(true));
            foreach (object attribute in attributes.Where(a => a.GetType() == attributeType))
            {
                object?[] arguments = attribute is DataRowAttribute data ? data.MethodParameters : [];
                tests.Add(new PortableTest(type, kind, method, row++, arguments));
            }
        }
    }
}
