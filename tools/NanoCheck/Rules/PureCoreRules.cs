using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>The rules of invariant I6, for the assemblies named in <see cref="NanoCheckOptions.PureAssemblies"/>.</summary>
internal static class PureCoreRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new PureClockRule(),
        new PureThreadRule(),
        new PureNetworkRule(),
        new PureFileRule(),
        new PureChanceRule(),
        new PureEnvironmentRule(),
    ];
}
