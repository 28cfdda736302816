using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Reference assemblies with the device's names, compiled from the generated declarations.</summary>
public static class ReferenceAssemblies
{
    private const string MetadataVersion = "v4.0.30319";
    private static readonly ConditionalWeakTable<DeviceContract, Dictionary<string, byte[]>> Cache = [];

    /// <summary>Compiles every assembly of a contract; key is the assembly name.</summary>
    /// <exception cref="InvalidOperationException">A declaration does not compile: the contract is not complete in
    /// itself.</exception>
    public static IReadOnlyDictionary<string, byte[]> Compile(DeviceContract contract) => Cache.GetValue(contract, Build);

    /// <summary>Writes the reference assemblies into a folder, for a project that compiles device code with MSBuild.</summary>
    public static void WriteTo(DeviceContract contract, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] image) in Compile(contract))
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".dll"), image);
        }
    }

    private static Dictionary<string, byte[]> Build(DeviceContract contract)
    {
        Dictionary<string, byte[]> images = new(StringComparer.Ordinal);
        foreach (ReferenceSource source in ReferenceSourceGenerator.Generate(contract))
        {
            images.Add(source.Assembly, Build(source, images));
        }

        return images;
    }

    private static byte[] Build(ReferenceSource source, Dictionary<string, byte[]> earlier)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            source.Assembly,
            [CSharpSyntaxTree.ParseText(source.Text)],
            earlier.Values.Select(i => MetadataReference.CreateFromImage(i)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
                generalDiagnosticOption: ReportDiagnostic.Suppress));
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(
            stream,
            options: new EmitOptions(metadataOnly: true, includePrivateMembers: false, runtimeMetadataVersion: MetadataVersion));
        if (!result.Success)
        {
            IEnumerable<string> errors =
                result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10).Select(d => d.ToString());
            throw new InvalidOperationException(
                $"Declarations of {source.Assembly} do not compile:\n{string.Join('\n', errors)}");
        }

        return stream.ToArray();
    }
}
