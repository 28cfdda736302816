using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>What one kind of step of the main loop cost.</summary>
/// <param name="Name">What is called.</param>
/// <param name="Calls">How often it was.</param>
/// <param name="Longest">Operations of the longest.</param>
/// <param name="Average">Operations on average.</param>
/// <param name="FileCalls">Calls of the file store in the longest.</param>
/// <param name="Dearest">The methods that took most of the longest.</param>
public sealed record StepFigure(string Name, long Calls, long Longest, long Average, int FileCalls, IReadOnlyList<MethodShare> Dearest);
