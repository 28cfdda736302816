using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>What a rule may ask, and where it reports.</summary>
internal sealed class RuleContext
{
    private readonly HashSet<(string Id, string? File, int Line, string Message)> seen = [];
    private readonly List<Finding> findings = [];
    private readonly IReadOnlyList<Rule> rules;

    public RuleContext(
        AssemblySet set, DeviceContract contract, DeviceContract? apiLists, NanoCheckOptions options, IReadOnlyList<Rule> rules)
    {
        Set = set;
        Contract = contract;
        ApiLists = apiLists;
        Options = options;
        this.rules = rules;
    }

    public AssemblySet Set { get; }

    public DeviceContract Contract { get; }

    /// <summary>The full lists, when they are at hand: they turn "not in the contract" into "exists" or "does not
    /// exist".</summary>
    public DeviceContract? ApiLists { get; }

    public NanoCheckOptions Options { get; }

    public IReadOnlyList<Finding> Findings => findings;

    public bool IsClaimed(string typeName) => rules.Any(r => r.Claims(typeName));

    public bool IsEnum(Mono.Cecil.TypeReference type) =>
        Set.IsOwn(type) ? Set.Find(type)?.IsEnum == true : Contract.IsEnum(MemberKey.TypeName(type));

    public void Report(Rule rule, CodePlace place, string message, string? instead = null, FindingSeverity? severity = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (string? file, int line) = place.Source();
        if (!seen.Add((rule.Id, file, line, message)))
        {
            return;
        }

        findings.Add(new Finding(
            rule.Id,
            severity ?? rule.Severity,
            place.AssemblyName,
            file,
            line,
            place.MemberName,
            message,
            instead ?? rule.Instead));
    }
}
