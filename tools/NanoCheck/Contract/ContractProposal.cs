using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>How the contract would have to grow.</summary>
/// <param name="MissingLines">Lines of the API lists that the code needs and the contract lacks, sorted.</param>
/// <param name="NotOnDevice">What the code uses and the device does not have, with the first place of use.</param>
public sealed record ContractProposal(IReadOnlyList<ContractLine> MissingLines, IReadOnlyList<string> NotOnDevice);
