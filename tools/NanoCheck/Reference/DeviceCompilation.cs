using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Sources compiled as the device's compiler would.</summary>
/// <param name="Assembly">The assembly, or null when it does not compile.</param>
/// <param name="Symbols">Its portable PDB.</param>
/// <param name="Findings">Compile errors, as NC003.</param>
/// <param name="Constants">Device constants the sources use by name: (type, field).</param>
internal sealed record DeviceCompilation(
    byte[]? Assembly, byte[]? Symbols, IReadOnlyList<Finding> Findings, IReadOnlyList<(string Type, string Field)> Constants);
