using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace ZhiSan.Edge.Tests.Host.Buffering.Faults;

/// <summary>
/// The journal with a fault planted into its compiled code, loaded beside the real one together with a second copy of the campaigns that use
/// it. The product carries no switch for this.
/// </summary>
internal sealed class FaultyJournal : AssemblyLoadContext
{
    private const string Journal = "ZhiSan.Edge.Buffering";
    private const string Tests = "ZhiSan.Edge.Tests.Host";

    private readonly byte[] _journal;

    /// <summary>Makes the journal with a change to one of its methods.</summary>
    /// <param name="type">Full name of the type, without the journal's own namespace.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="plant">Changes it.</param>
    public FaultyJournal(string type, string method, Action<MethodDefinition, ILProcessor> plant)
        : base(isCollectible: true)
    {
        using AssemblyDefinition journal = AssemblyDefinition.ReadAssembly(PathOf(Journal));
        TypeDefinition target = journal.MainModule.GetType(Journal + "." + type)
            ?? throw new InvalidOperationException($"there is no {type} any more: move the fault to where its code went");
        MethodDefinition body = target.Methods.SingleOrDefault(m => m.Name == method)
            ?? throw new InvalidOperationException($"there is no {type}.{method} any more: move the fault to where its code went");
        body.Body.SimplifyMacros();
        plant(body, body.Body.GetILProcessor());
        body.Body.OptimizeMacros();
        var image = new MemoryStream();
        journal.Write(image);
        _journal = image.ToArray();
    }

    /// <summary>Runs the campaign against it; returns what it found, empty for nothing.</summary>
    public string Campaign(bool linked, int segments)
    {
        Type probe = LoadFromAssemblyName(new AssemblyName(Tests)).GetType(typeof(FaultProbe).FullName!, throwOnError: true)!;
        return (string)probe.GetMethod(nameof(FaultProbe.Run))!.Invoke(null, [linked, segments])!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName name) => name.Name switch
    {
        Journal => LoadFromStream(new MemoryStream(_journal)),
        Tests => LoadFromStream(new MemoryStream(File.ReadAllBytes(PathOf(Tests)))),
        _ => null,
    };

    private static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
}
