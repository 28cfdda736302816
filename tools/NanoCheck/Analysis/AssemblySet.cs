using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>The assemblies under check. What refers from one to another is our own code; everything else must exist on the
/// device.</summary>
internal sealed class AssemblySet : IDisposable
{
    /// <summary>What the names of our own assemblies begin with.</summary>
    public const string OwnPrefix = "ZhiSan.Edge.";
    private readonly Dictionary<string, TypeDefinition> types = new(StringComparer.Ordinal);
    private readonly HashSet<string> names;

    private AssemblySet(IReadOnlyList<AssemblyDefinition> assemblies)
    {
        Assemblies = assemblies;
        names = assemblies.Select(a => a.Name.Name).ToHashSet(StringComparer.Ordinal);
        foreach (TypeDefinition type in assemblies.SelectMany(a => a.Modules).SelectMany(m => m.GetTypes()))
        {
            types.TryAdd(type.FullName, type);
        }
    }

    public IReadOnlyList<AssemblyDefinition> Assemblies { get; }

    public static AssemblySet Load(IEnumerable<string> paths)
    {
        List<AssemblyDefinition> assemblies = [];
        foreach (string path in paths)
        {
            if (!File.Exists(path))
            {
                throw new FileNotFoundException($"No such assembly: {path}. Build it first.", path);
            }

            assemblies.Add(Read(new MemoryStream(File.ReadAllBytes(path)), SymbolsBeside(path)));
        }

        return new AssemblySet(assemblies);
    }

    /// <summary>Loads what was compiled; nothing may have failed.</summary>
    public static AssemblySet Load(IEnumerable<DeviceCompilation> compilations) => new(
        [.. compilations.Select(c => Read(new MemoryStream(c.Assembly!), new MemoryStream(c.Symbols!)))]);

    /// <summary>True for a type of the checked assemblies, or of a sibling of theirs that is checked in another run.</summary>
    public bool IsOwn(TypeReference type)
    {
        TypeReference element = type.GetElementType();
        return element.Scope switch
        {
            ModuleDefinition => true,
            AssemblyNameReference reference =>
                names.Contains(reference.Name) || reference.Name.StartsWith(OwnPrefix, StringComparison.Ordinal),
            _ => false,
        };
    }

    public TypeDefinition? Find(TypeReference type) => types.GetValueOrDefault(type.GetElementType().FullName);

    public MethodDefinition? Find(MethodReference method) =>
        Find(method.DeclaringType)?.Methods
            .FirstOrDefault(m => m.Name == method.Name && MemberKey.Of(m) == MemberKey.Of(method.GetElementMethod()));

    public FieldDefinition? Find(FieldReference field) =>
        Find(field.DeclaringType)?.Fields.FirstOrDefault(f => f.Name == field.Name);

    public void Dispose()
    {
        foreach (AssemblyDefinition assembly in Assemblies)
        {
            assembly.Dispose();
        }
    }

    private static MemoryStream? SymbolsBeside(string path)
    {
        string pdb = Path.ChangeExtension(path, ".pdb");
        return File.Exists(pdb) ? new MemoryStream(File.ReadAllBytes(pdb)) : null;
    }

    private static AssemblyDefinition Read(Stream assembly, Stream? symbols)
    {
        // Without a resolver of its own Cecil would search folders for the host's libraries; nothing here needs them.
        ReaderParameters parameters = new() { AssemblyResolver = new NoResolver() };
        if (symbols is not null)
        {
            parameters.ReadSymbols = true;
            parameters.SymbolStream = symbols;
            parameters.SymbolReaderProvider = new PortablePdbReaderProvider();
        }

        return AssemblyDefinition.ReadAssembly(assembly, parameters);
    }

    private sealed class NoResolver : IAssemblyResolver
    {
        public AssemblyDefinition Resolve(AssemblyNameReference name) => throw new AssemblyResolutionException(name);

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) =>
            throw new AssemblyResolutionException(name);

        public void Dispose()
        {
        }
    }
}
