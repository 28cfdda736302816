using System;

namespace nanoFramework.TestFramework;

/// <summary>Ends a test as skipped; thrown by <see cref="Assert.SkipTest"/>.</summary>
public class SkipTestException : Exception
{
    /// <summary>With the reason.</summary>
    /// <param name="message">Why the test cannot run here.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public SkipTestException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
