using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace ZhiSan.Edge.Tests.Host.Mqtt;

/// <summary>mosquitto_pub or mosquitto_sub as a child process against a loopback port; its lines can be waited for.</summary>
internal sealed class MosquittoTool : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private MosquittoTool(string? program, int port, IEnumerable<string> arguments)
    {
        if (program is null)
        {
            throw new InvalidOperationException(Host.Support.Mosquitto.Missing);
        }

        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, ["-h", "127.0.0.1", "-p", $"{port}", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts mosquitto_sub, which prints "topic payload", and waits until our broker knows its subscription.</summary>
    public static async Task<MosquittoTool> SubscribeAsync(BrokerFixture fixture, string clientId, params string[] arguments)
    {
        var tool = new MosquittoTool(Host.Support.Mosquitto.SubscriberPath, fixture.Port, ["-v", "-i", clientId, .. arguments]);
        try
        {
            await Wait.UntilAsync(
                () => fixture.Broker.Sessions.Any(s => s.ClientId == clientId && s.IsConnected && s.Subscriptions > 0),
                $"mosquitto_sub subscribes as {clientId}");
            return tool;
        }
        catch
        {
            tool.Dispose();
            throw;
        }
    }

    /// <summary>Runs mosquitto_pub to its end; returns its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> PublishAsync(int port, params string[] arguments)
    {
        using var tool = new MosquittoTool(Host.Support.Mosquitto.PublisherPath, port, arguments);
        return await tool.EndAsync();
    }

    /// <summary>Starts mosquitto_pub as a client that stays: it publishes each line that is written to it.</summary>
    public static MosquittoTool StartLinePublisher(int port, params string[] arguments) =>
        new(Host.Support.Mosquitto.PublisherPath, port, ["-l", .. arguments]);

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next line that it prints.</summary>
    public Task<string> LineAsync() => _lines.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Wait.Limit);
        _process.WaitForExit(); // Until its output has been read to the end as well.
        _lines.Writer.TryComplete();
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }

        return (_process.ExitCode, string.Join('\n', lines));
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
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

    private void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Writer.TryWrite(line);
        }
    }
}
