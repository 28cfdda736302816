using System;

namespace ZhiSan.Edge.Device.Supervision;

/// <summary>What every thread's last-resort catch calls: leave a note, restart.</summary>
public sealed class Panic
{
    private readonly PanicFile _file;
    private readonly ISystem _system;

    /// <summary>Ties the note to the restart.</summary>
    public Panic(PanicFile file, ISystem system)
    {
        _file = file;
        _system = system;
    }

    /// <summary>Notes an exception that nobody expected, and restarts.</summary>
    /// <param name="where">Which thread, or which part of it.</param>
    /// <param name="failure">What came up.</param>
    public void Report(string where, Exception failure) => Report(where, Describe(failure), true);

    /// <summary>Notes a failure, and restarts.</summary>
    /// <param name="where">Which thread, or which part of it.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="mayWrite">False when a file operation may be hanging: another one would hang too, and never restart.</param>
    public void Report(string where, string what, bool mayWrite)
    {
        _system.Trace("PANIC " + where + ": " + what);
        if (mayWrite)
        {
            _file.Write(where, what);
        }

        _system.Reboot();
    }

    private static string Describe(Exception failure)
    {
        string message = failure.Message ?? string.Empty;
        return message.Length == 0 ? failure.GetType().Name : failure.GetType().Name + " " + message;
    }
}
