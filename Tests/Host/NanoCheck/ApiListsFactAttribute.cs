using System.IO;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>A test that needs the device's full API lists. Without them it is reported as skipped, never as passed.</summary>
public sealed class ApiListsFactAttribute : FactAttribute
{
    /// <summary>Skips when the lists are not beside the repository.</summary>
    public ApiListsFactAttribute()
    {
        if (!Directory.Exists(Repository.ApiLists))
        {
            Skip = $"The device's API lists are not at {Repository.ApiLists}: the contract is NOT verified here.";
        }
    }
}
