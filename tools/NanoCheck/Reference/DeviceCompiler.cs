using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>
/// Compiles device sources against reference declarations and nothing else: overloads, lock, interpolation and the like come out
/// as they will on the device.
/// </summary>
internal static class DeviceCompiler
{
    /// <summary>Compiler errors that a missing declaration causes.</summary>
    private static readonly string[] NotDeclared =
        ["CS0012", "CS0103", "CS0117", "CS0234", "CS0246", "CS0400", "CS0518", "CS0656", "CS1061", "CS1501", "CS1503", "CS1729",
            "CS7036"];

    private static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.CSharp10, DocumentationMode.None, preprocessorSymbols: ["NANOFRAMEWORK_1_0", "TRACE"]);

    /// <summary>Compiles assemblies in their order, each with those before it; ends at the first that does not compile.</summary>
    public static IReadOnlyList<DeviceCompilation> Compile(DeviceContract contract, IEnumerable<SourceAssembly> assemblies)
    {
        List<DeviceCompilation> done = [];
        foreach (SourceAssembly assembly in assemblies)
        {
            List<SyntaxTree> trees = [.. assembly.Paths.SelectMany(Expand).Order(StringComparer.Ordinal).Select(Parse)];
            done.Add(Compile(contract, assembly.Name, trees, done.Select(d => d.Assembly!)));
            if (done[^1].Assembly is null)
            {
                break;
            }
        }

        return done;
    }

    /// <summary>Compiles texts; key is the file name that findings name.</summary>
    public static DeviceCompilation CompileText(
        DeviceContract contract, string assemblyName, IReadOnlyDictionary<string, string> sources) =>
        Compile(contract, assemblyName, sources.Select(s => Parse(SourceText.From(s.Value, Encoding.UTF8), s.Key)).ToList(), []);

    private static DeviceCompilation Compile(
        DeviceContract contract, string assemblyName, List<SyntaxTree> trees, IEnumerable<byte[]> siblings)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            assemblyName,
            trees,
            ReferenceAssemblies.Compile(contract).Values.Concat(siblings).Select(i => MetadataReference.CreateFromImage(i)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Suppress,
                deterministic: true));
        using MemoryStream assembly = new();
        using MemoryStream symbols = new();
        EmitResult result = compilation.Emit(
            assembly,
            symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, runtimeMetadataVersion: "v4.0.30319"));
        List<Finding> findings = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => ToFinding(d, assemblyName)).ToList();
        return result.Success
            ? new DeviceCompilation(assembly.ToArray(), symbols.ToArray(), findings, Constants(compilation))
            : new DeviceCompilation(null, null, findings, []);
    }

    private static Finding ToFinding(Diagnostic diagnostic, string assemblyName)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        return new Finding(
            "NC003",
            FindingSeverity.Error,
            assemblyName,
            span.Path,
            span.StartLinePosition.Line + 1,
            "(compiler)",
            $"does not compile for the device: {diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}",
            NotDeclared.Contains(diagnostic.Id)
                ? "It is not in device-contract.txt: add it with --propose if the device has it, else use something it has."
                : "See the compiler's message; the device's compiler would say the same.");
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? [path] : throw new FileNotFoundException($"No such source file or folder: {path}", path);
        }

        return Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories).Where(f =>
            !Path.GetRelativePath(path, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }

    private static SyntaxTree Parse(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Parse(SourceText.From(stream, Encoding.UTF8), Path.GetFullPath(path));
    }

    private static SyntaxTree Parse(SourceText text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    // Constants are copied into the code that uses them: only the source still shows which ones it needs.
    private static List<(string Type, string Field)> Constants(CSharpCompilation compilation)
    {
        HashSet<(string Type, string Field)> constants = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is IFieldSymbol { IsConst: true } field &&
                    !field.ContainingAssembly.Name.StartsWith(AssemblySet.OwnPrefix, StringComparison.Ordinal) &&
                    !SymbolEqualityComparer.Default.Equals(field.ContainingAssembly, compilation.Assembly))
                {
                    constants.Add((FullName(field.ContainingType), field.Name));
                }
            }
        }

        return [.. constants];
    }

    private static string FullName(INamedTypeSymbol type) => type.ContainingType is not null
        ? FullName(type.ContainingType) + "." + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName
            : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
}
