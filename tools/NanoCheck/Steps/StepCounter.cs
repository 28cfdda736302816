using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>What instrumented code has executed so far, by method. One thread at a time.</summary>
public static class StepCounter
{
    /// <summary>
    /// Operations a call stands for: the interpreter makes a frame for it and copies its arguments. An assumption; the public
    /// figures only tell of loops.
    /// </summary>
    public const int CallWeight = 10;

    /// <summary>Operations so far: every IL instruction is one, every call <see cref="CallWeight"/>. Added to by instrumented code.</summary>
    public static long Count;

    private static readonly List<string> Names = [];

    private static long[] methods = [];

    /// <summary>Gives a method that is being instrumented its number.</summary>
    /// <param name="name">How it is called in a report.</param>
    public static int Register(string name)
    {
        Names.Add(name);
        if (methods.Length < Names.Count)
        {
            Array.Resize(ref methods, Math.Max(1024, Names.Count * 2));
        }

        return Names.Count - 1;
    }

    /// <summary>Called by instrumented code at the start of every basic block.</summary>
    public static void Add(int method, int weight)
    {
        Count += weight;
        methods[method] += weight;
    }

    /// <summary>Begins to attribute anew.</summary>
    public static void Restart() => Array.Clear(methods);

    /// <summary>The methods that took most since <see cref="Restart"/>, each without what it calls.</summary>
    public static IReadOnlyList<MethodShare> Dearest(int count) => [.. methods
        .Select((operations, method) => (operations, method))
        .Where(m => m.operations > 0)
        .OrderByDescending(m => m.operations)
        .Take(count)
        .Select(m => new MethodShare(Names[m.method], m.operations))];
}
