using System;

namespace nanoFramework.Runtime.Native;

/// <summary>Stands in for the device's power: a restart ends the calling thread's patience, as it would on the device.</summary>
public static class Power
{
    public static void RebootDevice(RebootOption rebootOption) => throw new RebootedException(rebootOption.ToString());
}

/// <summary>Ways to restart.</summary>
public enum RebootOption
{
    NormalReboot,
}

/// <summary>The device restarted.</summary>
public sealed class RebootedException : Exception
{
    public RebootedException(string message)
        : base(message)
    {
    }
}

/// <summary>Stands in for the device's collector.</summary>
public static class GC
{
    public static uint Run(bool compactHeap) => compactHeap ? 61440u : 60000u;
}
