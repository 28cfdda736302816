using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Cli.Demo;

/// <summary>This very program, started again as a process of its own.</summary>
internal sealed class SelfProcess : IDisposable
{
    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private bool _isDisposed;

    private SelfProcess(Process process)
    {
        _process = process;
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The end of what it said on standard error.</summary>
    public string LastWords
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join(" | ", _lastLines);
            }
        }
    }

    /// <summary>Starts the program with the given arguments.</summary>
    public static SelfProcess Start(IEnumerable<string> arguments, Action<string>? onLine = null)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ParentWatch.Variable] = "1";

        // Under 'dotnet zhisan.dll' the program is the first argument of dotnet.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SelfProcess).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start };
        var self = new SelfProcess(process);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data != null)
            {
                onLine?.Invoke(line.Data);
            }
        };
        process.ErrorDataReceived += (_, line) => self.Remember(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return self;
    }

    /// <summary>Ends it as a power cut would: SIGKILL, no goodbye.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>Asks it to end (SIGTERM), and waits; kills it when it does not.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        const int Terminate = 15;
        if (_process.HasExited)
        {
            return;
        }

        SendSignal(_process.Id, Terminate);
        Task ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(patience)) != ended)
        {
            Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Kill();
            _process.Dispose();
        }
    }

    private void Remember(string? line)
    {
        const int Kept = 6;
        if (line == null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > Kept)
            {
                _lastLines.Dequeue();
            }
        }
    }
}
