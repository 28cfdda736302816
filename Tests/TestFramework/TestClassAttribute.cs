using System;

namespace nanoFramework.TestFramework;

/// <summary>Marks a class that holds tests.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class TestClassAttribute : Attribute
{
    /// <summary>A hook for derived attributes; neither the device's launcher nor our bridge uses it.</summary>
    /// <param name="testMethodAttribute">The attribute found on a method.</param>
    /// <returns>The same attribute.</returns>
    public virtual TestMethodAttribute GetTestMethodAttribute(TestMethodAttribute testMethodAttribute) => testMethodAttribute;
}
