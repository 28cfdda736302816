using System;

namespace nanoFramework.TestFramework;

/// <summary>Marks the method that runs before all tests of its class. When it skips, the whole class is skipped.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public class SetupAttribute : Attribute
{
}
