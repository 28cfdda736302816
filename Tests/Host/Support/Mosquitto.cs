using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Tests.Host.Support;

/// <summary>
/// The real mosquitto broker as a child process on a loopback port, in a temporary folder. <see cref="Kill"/> is SIGKILL;
/// <see cref="StartAsync"/> brings it back on the same port. Disposing ends the process and removes the folder.
/// </summary>
public sealed class Mosquitto : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);

    private readonly StringBuilder _log = new();
    private Process? _process;

    private Mosquitto()
    {
        Folder = Directory.CreateTempSubdirectory("zhisan-mosquitto-").FullName;
        Port = FreePort();
    }

    /// <summary>The broker program, or null when it is not installed. Debian puts it where PATH often does not look.</summary>
    public static string? BrokerPath { get; } = Find("mosquitto");

    /// <summary>mosquitto_pub, or null.</summary>
    public static string? PublisherPath { get; } = Find("mosquitto_pub");

    /// <summary>mosquitto_sub, or null.</summary>
    public static string? SubscriberPath { get; } = Find("mosquitto_sub");

    /// <summary>What to install, in one line; null when everything is there.</summary>
    public static string? Missing { get; } = BrokerPath is not null && PublisherPath is not null && SubscriberPath is not null
        ? null
        : "MISSING mosquitto, mosquitto_pub or mosquitto_sub: run tools/test, or: apt-get install -y mosquitto mosquitto-clients";

    /// <summary>Loopback port, the same over all restarts.</summary>
    public int Port { get; }

    /// <summary>Temporary folder with configuration, passwords and stored sessions.</summary>
    public string Folder { get; }

    /// <summary>True while the process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What it wrote to its log so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    private string ConfigurationPath => Path.Combine(Folder, "mosquitto.conf");

    private string PasswordPath => Path.Combine(Folder, "passwords");

    /// <summary>Prepares and starts a broker; returns when it accepts connections.</summary>
    /// <param name="persistence">True: sessions and retained messages are on disk after every change and survive a kill.</param>
    /// <param name="users">User names and passwords; null lets everybody in.</param>
    /// <param name="extraConfiguration">Further lines for mosquitto.conf.</param>
    public static async Task<Mosquitto> RunAsync(
        bool persistence = false, IReadOnlyDictionary<string, string>? users = null, string extraConfiguration = "")
    {
        return await RunAsync(broker =>
        {
            File.WriteAllText(broker.ConfigurationPath, broker.Configuration(persistence, users is not null, extraConfiguration));
            foreach (var (user, password) in users ?? new Dictionary<string, string>())
            {
                broker.AddUser(user, password);
            }
        });
    }

    /// <summary>Prepares and starts a broker with a mosquitto.conf that somebody else writes into its folder.</summary>
    public static async Task<Mosquitto> RunAsync(Action<Mosquitto> configure)
    {
        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        for (var attempt = 1; ; attempt++)
        {
            var broker = new Mosquitto();
            try
            {
                configure(broker);
                await broker.StartAsync();
                return broker;
            }
            catch (InvalidOperationException) when (attempt < 5 && broker.Log.Contains("Address already in use"))
            {
                broker.Dispose(); // Somebody was quicker on the port that was free a moment ago.
            }
            catch
            {
                broker.Dispose();
                throw;
            }
        }
    }

    /// <summary>
    /// Starts it again after <see cref="Kill"/>, on the same port and folder; returns when it accepts connections.
    /// </summary>
    public async Task StartAsync()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("mosquitto runs already.");
        }

        _process?.Dispose();
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(BrokerPath!, ["-v", "-c", ConfigurationPath])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = Folder,
            },
        };
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await WaitUntilItAcceptsAsync(_process);
    }

    /// <summary>Lets it read passwords and access list again (SIGHUP).</summary>
    public void Reload()
    {
        const int HangUp = 1;
        Signal(HangUp);
    }

    /// <summary>Stops it where it stands (SIGSTOP): its system still accepts connections, and nothing answers.</summary>
    public void Freeze() => Signal(19);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Thaw() => Signal(18);

    /// <summary>Ends the process at once (SIGKILL), like a power cut.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process?.Dispose();
        _process = null;
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private void Signal(int signal)
    {
        if (SendSignal(_process!.Id, signal) != 0)
        {
            throw new InvalidOperationException("mosquitto does not run.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    private static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/sbin", "/opt/homebrew/bin"]);
        return folders.Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Configuration(bool persistence, bool withUsers, string extra)
    {
        var lines = new List<string>
        {
            $"listener {Port} 127.0.0.1",
            $"allow_anonymous {(withUsers ? "false" : "true")}",
            $"persistence {(persistence ? "true" : "false")}",
            "log_dest stderr",
        };
        if (Environment.UserName == "root")
        {
            lines.Add("user root"); // It would give up its rights, and then could not write into our folder.
        }

        if (withUsers)
        {
            lines.Add($"password_file {PasswordPath}");
        }

        if (persistence)
        {
            lines.AddRange([$"persistence_location {Folder}/", "autosave_on_changes true", "autosave_interval 1"]);
        }

        return string.Join('\n', lines) + "\n" + extra + "\n";
    }

    private void AddUser(string user, string password)
    {
        string[] options = File.Exists(PasswordPath) ? ["-b"] : ["-c", "-b"];
        var tool = Find("mosquitto_passwd")
            ?? throw new InvalidOperationException("MISSING mosquitto_passwd: it comes with mosquitto.");
        using var process = Process.Start(tool, [.. options, PasswordPath, user, password]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"mosquitto_passwd ended with exit code {process.ExitCode}.");
        }
    }

    private async Task WaitUntilItAcceptsAsync(Process process)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < StartTimeout)
        {
            if (process.HasExited)
            {
                process.WaitForExit();
                throw new InvalidOperationException($"mosquitto ended with exit code {process.ExitCode}:\n{Log}");
            }

            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(PollPeriod);
            }
        }

        throw new InvalidOperationException($"mosquitto did not accept connections on port {Port} in {StartTimeout}:\n{Log}");
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }
        }
    }
}
