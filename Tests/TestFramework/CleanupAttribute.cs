using System;

namespace nanoFramework.TestFramework;

/// <summary>Marks the method that runs after all tests of its class.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public class CleanupAttribute : Attribute
{
}
