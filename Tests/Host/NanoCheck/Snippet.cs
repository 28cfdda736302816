using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>A piece of C# 10, compiled like portable code on the host and put through the gate.</summary>
internal static class Snippet
{
    private const string Mark = "// <- here";

    private static readonly OptimizationLevel[] Levels = [OptimizationLevel.Release, OptimizationLevel.Debug];

    private static readonly MetadataReference[] HostLibraries =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) ||
            name is "Microsoft.CSharp.dll" or "netstandard.dll"))
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)).ToArray();

    /// <summary>Runs the gate over a snippet; the contract is what the snippets of these tests may use.</summary>
    public static NanoCheckReport Check(
        string source,
        string assembly = "ZhiSan.Edge.Snippet",
        Func<NanoCheckOptions, NanoCheckOptions>? change = null,
        OptimizationLevel level = OptimizationLevel.Release)
    {
        string folder = Directory.CreateTempSubdirectory("gate-").FullName;
        try
        {
            NanoCheckOptions options =
                new() { AssemblyPaths = [Compile(source, assembly, folder, level)], Contract = TestContract.Value };
            return NanoChecker.Run(change is null ? options : change(options));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Asserts that the gate objects with this id on the marked line, and that its advice contains the hint.</summary>
    public static void AssertFinds(string id, string hint, string source, string assembly = "ZhiSan.Edge.Snippet")
    {
        foreach (OptimizationLevel level in Levels)
        {
            NanoCheckReport report = Check(source, assembly, level: level);
            string all = string.Join('\n', report.Findings);
            Finding? finding = report.Findings.FirstOrDefault(f => f.Id == id && f.Line == MarkedLine(source));
            Assert.True(finding is not null, $"{level}: no {id} on line {MarkedLine(source)}:\n{all}");
            Assert.EndsWith("Snippet.cs", finding.File, StringComparison.Ordinal);
            Assert.Contains(hint, finding.Instead, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Asserts that the gate has nothing to say.</summary>
    public static void AssertClean(string source, string assembly = "ZhiSan.Edge.Snippet")
    {
        foreach (OptimizationLevel level in Levels)
        {
            Assert.Empty(Check(source, assembly, level: level).Findings.Select(f => $"{level} {f.Line}: {f.Id} {f.Message}"));
        }
    }

    /// <summary>Compiles into a folder and returns the assembly's path.</summary>
    public static string Compile(string source, string assembly, string folder,
        OptimizationLevel level = OptimizationLevel.Release)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp10, preprocessorSymbols: ["DEBUG"]);
        CSharpCompilation compilation = CSharpCompilation.Create(
            assembly,
            [CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), parse, Path.Combine(folder, "Snippet.cs"))],
            HostLibraries,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: level,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        string path = Path.Combine(folder, assembly + ".dll");
        using FileStream pe = File.Create(path);
        using FileStream pdb = File.Create(Path.ChangeExtension(path, ".pdb"));
        EmitResult result =
            compilation.Emit(pe, pdb, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        IEnumerable<Diagnostic> errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.True(result.Success, string.Join('\n', errors));
        return path;
    }

    private static int MarkedLine(string source)
    {
        string[] lines = source.Split('\n');
        return Array.FindIndex(lines, l => l.Contains(Mark, StringComparison.Ordinal)) + 1;
    }
}
