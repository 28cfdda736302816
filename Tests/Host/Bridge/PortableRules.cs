using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using nanoFramework.TestFramework;

namespace ZhiSan.Edge.Tests.Host.Bridge;

/// <summary>
/// What the device's launcher (UnitTestLauncher of nanoFramework.TestFramework 3.x) silently takes for granted. A class that
/// breaks one of these would pass here and crash, or not run at all, there.
/// </summary>
public static class PortableRules
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The rules that a test class breaks, one sentence each.</summary>
    /// <param name="type">A class marked <c>[TestClass]</c>.</param>
    public static IReadOnlyList<string> Violations(Type type)
    {
        var violations = new List<string>();
        foreach (FieldInfo field in type.GetFields(Declared).Where(f => !f.IsStatic))
        {
            violations.Add(
                $"{type.Name} has the instance field {field.Name}: the device calls tests with this = null. Make it static.");
        }

        MethodInfo[] tests = type.GetMethods(Declared).Where(IsTest).ToArray();
        foreach (MethodInfo method in tests)
        {
            AddViolations(method, violations);
        }

        foreach (IGrouping<string, MethodInfo> group in tests.GroupBy(m => m.Name).Where(g => g.Count() > 1))
        {
            violations.Add($"{type.Name}.{group.Key} is overloaded: test names must be unique.");
        }

        if (tests.Length == 0)
        {
            violations.Add($"{type.Name} has no tests.");
        }

        return violations;
    }

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes(false).Any(a =>
        a is TestMethodAttribute or DataRowAttribute or SetupAttribute or CleanupAttribute);

    private static bool Fits(object? value, Type parameter) =>
        value is null ? !parameter.IsValueType : value.GetType() == parameter;

    private static void AddViolations(MethodInfo method, List<string> violations)
    {
        string name = $"{method.DeclaringType!.Name}.{method.Name}";
        if (!method.IsPublic)
        {
            violations.Add($"{name} is not public: the device does not see it.");
        }

        if (method.ReturnType != typeof(void))
        {
            violations.Add($"{name} returns a value: nobody would look at it.");
        }

        if (method.IsGenericMethodDefinition)
        {
            violations.Add($"{name} is generic: the device cannot run it.");
        }

        Type[] parameters = method.GetParameters().Select(p => p.ParameterType).ToArray();
        DataRowAttribute[] rows = method.GetCustomAttributes<DataRowAttribute>(false).ToArray();
        if (rows.Length == 0 && parameters.Length > 0)
        {
            violations.Add($"{name} has parameters but no data rows.");
        }

        foreach (DataRowAttribute row in rows)
        {
            // The device does not convert: an int for a long parameter is a crash there.
            object?[] values = row.MethodParameters;
            if (values.Length != parameters.Length || !values.Zip(parameters).All(p => Fits(p.First, p.Second)))
            {
                violations.Add($"{name}: a data row does not have the parameters' types exactly.");
            }
        }
    }
}
