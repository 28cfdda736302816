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

/// <summary>The real mosquitto, with its defaults, on a loopback port.</summary>
internal sealed class MosquittoProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private string _lastWords = string.Empty;

    private MosquittoProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Starts it; returns when it accepts connections.</summary>
    /// <exception cref="CliException">It is not installed, or does not start.</exception>
    public static async Task<MosquittoProcess> StartAsync(string folder, CancellationToken stop)
    {
        string program = Find() ?? throw new CliException("mosquitto is not installed: apt-get install -y mosquitto");
        int port = FreePort();
        string configuration = Path.Combine(folder, "mosquitto.conf");
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1"),
            "allow_anonymous true",
            "persistence false",
            "log_dest stderr",
            "log_type error",
        ];
        File.WriteAllLines(configuration, Environment.UserName == "root" ? [.. lines, "user root"] : lines);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, ["-c", configuration])
            {
                RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder,
            },
        };
        var broker = new MosquittoProcess(process, port);
        process.ErrorDataReceived += (_, line) => broker._lastWords = line.Data ?? broker._lastWords;
        process.OutputDataReceived += (_, _) => { };
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            await broker.WaitUntilItAcceptsAsync(stop);
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task WaitUntilItAcceptsAsync(CancellationToken stop)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < Patience; await Task.Delay(Poll, stop))
        {
            if (_process.HasExited)
            {
                _process.WaitForExit();
                throw new CliException($"mosquitto ended with code {_process.ExitCode}: {_lastWords}");
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
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
