using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Cli.Outage;

/// <summary>The real mosquitto on a loopback port, with its defaults but for what persistence needs.</summary>
internal sealed class MosquittoProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    // Below the ports that the system gives to outgoing connections: one of these, to the port of a broker that is away, could meet
    // itself there and keep the broker from coming back.
    private const int FirstPort = 15_000;
    private const int LastPort = 32_000;

    private readonly string _program;
    private readonly string _folder;
    private Process? _process;
    private string _lastWords = string.Empty;

    private MosquittoProcess(string program, string folder, bool persistence)
    {
        _program = program;
        _folder = folder;
        Port = FreePort();
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1"),
            "allow_anonymous true",
            persistence ? "persistence true" : "persistence false",
            "log_dest stderr",
            "log_type error",
            .. Environment.UserName == "root" ? new[] { "user root" } : [],
            .. persistence ? new[] { $"persistence_location {folder}/", "autosave_on_changes true", "autosave_interval 1" } : [],
        ];
        File.WriteAllLines(Configuration, lines);
    }

    /// <summary>Its port, the same over all restarts.</summary>
    public int Port { get; }

    private string Configuration => Path.Combine(_folder, "mosquitto.conf");

    /// <summary>Starts it; returns when it accepts connections.</summary>
    /// <param name="folder">Takes its files.</param>
    /// <param name="persistence">Whether sessions and retained messages are on disk after every change, and survive a kill.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="CliException">It is not installed, or does not start.</exception>
    public static async Task<MosquittoProcess> StartAsync(string folder, bool persistence, CancellationToken stop)
    {
        string program = Find() ?? throw new CliException("mosquitto is not installed: apt-get install -y mosquitto");
        var broker = new MosquittoProcess(program, folder, persistence);
        try
        {
            await broker.RestartAsync(stop);
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Ends it at once: SIGKILL.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>Starts it again after <see cref="Kill"/>; returns when it accepts connections.</summary>
    /// <exception cref="CliException">It does not start.</exception>
    public async Task RestartAsync(CancellationToken stop)
    {
        _process?.Dispose();
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(_program, ["-c", Configuration])
            {
                RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder,
            },
        };
        _process.ErrorDataReceived += (_, line) => _lastWords = line.Data ?? _lastWords;
        _process.OutputDataReceived += (_, _) => { };
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await WaitUntilItAcceptsAsync(_process, stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process?.Dispose();
    }

    private async Task WaitUntilItAcceptsAsync(Process process, CancellationToken stop)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < Patience; await Task.Delay(Poll, stop))
        {
            if (process.HasExited)
            {
                process.WaitForExit();
                throw new CliException($"mosquitto ended with code {process.ExitCode}: {_lastWords}");
            }

            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port, stop);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new CliException("mosquitto does not accept connections: " + _lastWords);
    }

    // Debian puts it where PATH often does not look.
    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"])
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, "mosquitto"))
            .FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(FirstPort, LastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
