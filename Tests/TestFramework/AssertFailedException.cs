using System;

namespace TestFrameworkShared;

/// <summary>An assertion did not hold. The namespace is the device library's.</summary>
public class AssertFailedException : Exception
{
    /// <summary>Without a message.</summary>
    public AssertFailedException()
    {
    }

    /// <summary>With what failed.</summary>
    /// <param name="msg">What failed.</param>
    public AssertFailedException(string msg)
        : base(msg)
    {
    }

    /// <summary>With what failed and why.</summary>
    /// <param name="msg">What failed.</param>
    /// <param name="ex">The cause.</param>
    public AssertFailedException(string msg, Exception ex)
        : base(msg, ex)
    {
    }
}
