using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>The official flashing tool, as an installed program.</summary>
public sealed class Nanoff
{
    private readonly string path;

    private Nanoff(string path)
    {
        this.path = path;
    }

    /// <summary>How to install it.</summary>
    /// <param name="version">The version that our options are made for.</param>
    public static string HowToInstall(string version) =>
        $"nanoff is not installed: run 'dotnet tool install -g nanoff --version {version}' (needs the .NET 8 runtime), then open a new terminal";

    /// <summary>Finds it on the PATH, or where dotnet puts its tools.</summary>
    /// <param name="config">Says which version.</param>
    /// <exception cref="FlashException">It is not there.</exception>
    public static Nanoff Find(NfConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Append(Path.Combine(home, ".dotnet", "tools"));
        return Find(folders) ?? throw new FlashException(HowToInstall(config.Nanoff));
    }

    /// <summary>Finds it in one of some folders; null when it is in none.</summary>
    public static Nanoff? Find(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        string name = OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff";
        string? found = folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
        return found is null ? null : new Nanoff(found);
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="line">Takes each line as it comes.</param>
    /// <param name="stop">Stops waiting, and the tool.</param>
    /// <exception cref="FlashException">It cannot be started.</exception>
    public NanoffResult Run(IEnumerable<string> arguments, Action<string> line, CancellationToken stop = default)
    {
        ProcessStartInfo start = new(path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        StringBuilder output = new();
        try
        {
            using Process process = Process.Start(start)!;
            void Take(object sender, DataReceivedEventArgs e)
            {
                if (e.Data is not null)
                {
                    lock (output)
                    {
                        output.Append(e.Data).Append('\n');
                        line(e.Data);
                    }
                }
            }

            process.OutputDataReceived += Take;
            process.ErrorDataReceived += Take;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using (stop.Register(() => process.Kill(entireProcessTree: true)))
            {
                process.WaitForExit();
            }

            stop.ThrowIfCancellationRequested();
            return new NanoffResult(process.ExitCode, output.ToString());
        }
        catch (Win32Exception failure)
        {
            throw new FlashException($"{path} cannot be started: {failure.Message}");
        }
    }
}
