using System;
using System.Diagnostics;
using System.Threading;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>
/// Ends this process when the one that started it has ended, however: a demo that was killed leaves nothing running. The parent holds the
/// other end of standard input, which ends with it.
/// </summary>
internal static class ParentWatch
{
    /// <summary>Set in the environment of processes that are to watch their parent.</summary>
    public const string Variable = "ZHISAN_ENDS_WITH_PARENT";

    /// <summary>Begins to watch, if the parent asked for it.</summary>
    public static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        new Thread(Watch) { IsBackground = true, Name = "parent watch" }.Start();
    }

    private static void Watch()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Nobody writes there.
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
