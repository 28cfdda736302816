using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Outcome of a run of the gate.</summary>
/// <param name="Findings">What it objects to, by assembly, file and line.</param>
/// <param name="Suppressed">Findings that a comment in the source allows (<c>// nanocheck: allow NC124 because ...</c>).</param>
/// <param name="Assemblies">Bounds of each assembly.</param>
/// <param name="DeviceImage">Bounds of everything that goes onto the device, all its assemblies together.</param>
/// <param name="ImageTargetBytes">What the image shall have at most.</param>
/// <param name="ImageBudgetBytes">What it must not exceed.</param>
/// <param name="ContractLines">Number of lines in the contract.</param>
public sealed record NanoCheckReport(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Finding> Suppressed,
    IReadOnlyList<AssemblyBounds> Assemblies,
    AssemblyBounds DeviceImage,
    int ImageTargetBytes,
    int ImageBudgetBytes,
    int ContractLines)
{
    /// <summary>Number of findings that turn the gate red.</summary>
    public int Errors => Findings.Count(f => f.Severity == FindingSeverity.Error);

    /// <summary>Number of findings that do not.</summary>
    public int Warnings => Findings.Count - Errors;

    /// <summary>True when nothing turns the gate red: the command's exit code is 0.</summary>
    public bool IsGreen => Errors == 0;
}
