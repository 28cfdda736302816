using System;

namespace nanoFramework.TestFramework;

/// <summary>Marks a test: a public method without result, without parameters unless it has data rows.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public class TestMethodAttribute : Attribute
{
}
