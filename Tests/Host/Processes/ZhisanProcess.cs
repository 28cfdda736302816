using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ZhiSan.Edge.Tests.Host.Processes;

/// <summary>The real program as a process of its own.</summary>
internal sealed class ZhisanProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ZhisanProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "zhisan.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data, _firstLine);
        _process.ErrorDataReceived += (_, line) => Take(_error, line.Data, null);
        _process.Exited += (_, _) => _firstLine.TrySetException(new InvalidOperationException("ended: " + Error));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Most memory that it ever had in use; 0 when it has ended.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.PeakWorkingSet64;
        }
    }

    public string Output => Read(_output);

    public string Error => Read(_error);

    /// <summary>The last line of the output, as JSON.</summary>
    public JsonElement LastJson
    {
        get
        {
            string[] lines = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length > 0, "no output; errors: " + Error);
            using JsonDocument json = JsonDocument.Parse(lines[^1]);
            return json.RootElement.Clone();
        }
    }

    public static ZhisanProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Runs to the end.</summary>
    public static Task<ZhisanProcess> RunAsync(params string[] arguments) => RunAsync(Patience, arguments);

    /// <summary>Runs to the end of something long.</summary>
    public static async Task<ZhisanProcess> RunAsync(TimeSpan patience, params string[] arguments)
    {
        var process = new ZhisanProcess(arguments);
        await process.WaitAsync(patience);
        return process;
    }

    /// <summary>The first line of its output, as soon as it is there.</summary>
    public Task<string> FirstLineAsync() => _firstLine.Task.WaitAsync(Patience);

    public Task WaitAsync() => WaitAsync(Patience);

    private async Task WaitAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);

        // The output's last lines may come after the exit.
        _process.WaitForExit();
    }

    /// <summary>SIGTERM: somebody asks it to end.</summary>
    public void Terminate()
    {
        const int Terminate = 15;
        Assert.Equal(0, SendSignal(_process.Id, Terminate));
    }

    /// <summary>SIGKILL: a power cut.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    private static void Take(StringBuilder target, string? line, TaskCompletionSource<string>? first)
    {
        if (line == null)
        {
            return;
        }

        lock (target)
        {
            target.Append(line).Append('\n');
        }

        first?.TrySetResult(line);
    }

    private static string Read(StringBuilder source)
    {
        lock (source)
        {
            return source.ToString();
        }
    }
}
