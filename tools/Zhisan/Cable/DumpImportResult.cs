using System.Collections.Generic;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>What came of an import.</summary>
/// <param name="Records">Records that the platform did not have.</param>
/// <param name="Duplicates">Records that it had.</param>
/// <param name="Through">Up to where it has everything now.</param>
/// <param name="Rejections">What it did not take.</param>
internal sealed record DumpImportResult(int Records, int Duplicates, long Through, IReadOnlyList<Rejection> Rejections);
