using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;
using ZhiSan.Edge.Cli.Output;
using ZhiSan.Edge.Cli.Platform;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Cli.Commands;

/// <summary><c>zhisan monitor</c>: how all gateways are, from their heartbeats.</summary>
internal static class MonitorCommand
{
    private const int PlainRows = 10_000;
    private static readonly TimeSpan RedrawDistance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReconnectDistance = TimeSpan.FromSeconds(3);

    private static readonly BrokerAccess Access = new();

    private static readonly Option<bool> Once = new("--once") { Description = "Print what the broker remembers of all gateways and end." };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long --once listens.", DefaultValueFactory = _ => 2,
    };

    private static readonly Option<string?> FailOn = new("--fail-on")
    {
        Description = "With --once: exit code 1 when a gateway is at this level or above: watch, act, critical.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object per change; with --once one for all." };

    public static Command Create()
    {
        var command = new Command("monitor", "Show how all gateways are: state, alert, backlog, days left, open interruptions.")
        {
            Once, Seconds, FailOn, Json,
        };
        Access.AddTo(command);
        command.SetAction((parsed, cancel) => CommandRunner.RunAsync("monitor", cancel, stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        AlertLevel? failOn = ReadLevel(parsed.GetValue(FailOn));
        bool once = parsed.GetValue(Once);
        double seconds = parsed.GetValue(Seconds);
        if (!(seconds is > 0 and <= 3600))
        {
            throw new CliException("--seconds must be above 0 and at most 3600");
        }

        if (failOn != null && !once)
        {
            throw new CliException("--fail-on goes with --once");
        }

        return once
            ? await RunOnceAsync(parsed, TimeSpan.FromSeconds(seconds), failOn, stop)
            : await WatchAsync(parsed, stop);
    }

    private static AlertLevel? ReadLevel(string? text) =>
        text == null ? null
        : FleetEntry.TryLevel(text, out AlertLevel level) && level != AlertLevel.Ok ? level
        : throw new CliException($"--fail-on '{text}': write watch, act or critical");

    private static async Task<int> RunOnceAsync(ParseResult parsed, TimeSpan listen, AlertLevel? failOn, CancellationToken stop)
    {
        var fleet = new Fleet();
        await using MqttClient client = await Access.ConnectAsync(parsed, "monitor", stop);
        Task subscribing = SubscribeAsync(client, stop);
        var listening = Stopwatch.StartNew();
        while (client.IsConnected && (!subscribing.IsCompleted || listening.Elapsed < listen))
        {
            if (!subscribing.IsCompleted)
            {
                listening.Restart();
            }

            Take(fleet, await NextAsync(client, TimeSpan.FromMilliseconds(100), stop));
        }

        await subscribing;
        if (parsed.GetValue(Json))
        {
            JsonLine.Write(new { Worst = Word(fleet.Worst), Gateways = fleet.Entries.Select(ToJson).ToArray() });
        }
        else
        {
            foreach ((string text, _) in FleetTable.Lines(fleet, PlainRows))
            {
                Console.WriteLine(text);
            }
        }

        if (fleet.Entries.Count == 0)
        {
            Console.Error.WriteLine($"zhisan monitor: {Access.Name(parsed)} knows no gateway: start one, or look at another broker");
            return ExitCodes.No;
        }

        return failOn != null && fleet.Worst >= failOn ? ExitCodes.No : ExitCodes.Ok;
    }

    private static async Task<int> WatchAsync(ParseResult parsed, CancellationToken stop)
    {
        var fleet = new Fleet();
        bool draws = !parsed.GetValue(Json) && !Console.IsOutputRedirected;
        if (!draws)
        {
            await ServeAsync(parsed, fleet, entry => Print(parsed.GetValue(Json), entry), _ => { }, stop);
            return ExitCodes.Ok;
        }

        AnsiConsole.Cursor.Hide();
        try
        {
            (int Width, int Height) size = default;
            await ServeAsync(parsed, fleet, _ => { }, title => size = Draw(fleet, title, size), stop);
            return ExitCodes.Ok;
        }
        finally
        {
            AnsiConsole.Cursor.Show();
        }
    }

    // Over what stands there already; what was drawn for another size would stay, and goes first.
    private static (int Width, int Height) Draw(Fleet fleet, string title, (int Width, int Height) size)
    {
        const string EraseBelow = "\u001b[J";
        (int Width, int Height) now = (AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);
        if (now != size)
        {
            AnsiConsole.Clear();
        }

        AnsiConsole.Cursor.SetPosition(1, 1);
        AnsiConsole.Write(FleetTable.Render(fleet, title, now.Width, now.Height));
        AnsiConsole.Write(new ControlCode(EraseBelow));
        return now;
    }

    // The first connection must come about; later ones are tried until somebody stops it.
    private static async Task ServeAsync(
        ParseResult parsed, Fleet fleet, Action<FleetEntry> tell, Action<string> draw, CancellationToken stop)
    {
        MqttClient client = await Access.ConnectAsync(parsed, "monitor", stop);
        while (true)
        {
            await using (client)
            {
                await ListenAsync(client, fleet, tell, () => draw(Title(parsed, fleet)), stop);
            }

            MqttClient? next = null;
            while (next == null)
            {
                draw($"{Access.Name(parsed)} is away; trying again");
                await Task.Delay(ReconnectDistance, stop);
                try
                {
                    next = await Access.ConnectAsync(parsed, "monitor", stop);
                }
                catch (Exception away) when (away is CliException or CollectorException)
                {
                    // Shown as away until it is back.
                }
            }

            client = next;
        }
    }

    private static async Task ListenAsync(MqttClient client, Fleet fleet, Action<FleetEntry> tell, Action draw, CancellationToken stop)
    {
        Task subscribing = SubscribeAsync(client, stop);
        while (client.IsConnected)
        {
            if (Take(fleet, await NextAsync(client, RedrawDistance, stop)) is { } changed)
            {
                tell(changed);
            }

            if (subscribing.IsFaulted)
            {
                await subscribing;
            }

            draw();
        }
    }

    private static async Task SubscribeAsync(MqttClient client, CancellationToken stop)
    {
        try
        {
            foreach (MqttSubscribeCode code in await client.SubscribeAsync(Fleet.Subscriptions, stop))
            {
                if (code == MqttSubscribeCode.Failure)
                {
                    throw new CliException("the broker refuses to show states and heartbeats: use a user with the platform's rights (--user)");
                }
            }
        }
        catch (Exception ended) when (ended is MqttClosedException or TimeoutException)
        {
            throw new CliException($"the broker did not answer: {ended.Message}");
        }
    }

    private static async Task<MqttEvent?> NextAsync(MqttClient client, TimeSpan patience, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience);
        try
        {
            return await client.Events.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return null;
        }
    }

    private static FleetEntry? Take(Fleet fleet, MqttEvent? happened) =>
        happened is MqttMessageReceived received ? fleet.Take(received.Message) : null;

    private static void Print(bool json, FleetEntry entry)
    {
        if (json)
        {
            JsonLine.Write(ToJson(entry));
        }
        else
        {
            Console.WriteLine($"{entry.Id} {entry.State} {Word(entry.Level)} {entry.Why}".TrimEnd());
        }
    }

    private static string Title(ParseResult parsed, Fleet fleet) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Access.Name(parsed)}  {fleet.Entries.Count} {(fleet.Entries.Count == 1 ? "gateway" : "gateways")}, worst {Word(fleet.Worst)}  {DateTime.UtcNow:HH:mm:ss} UTC  (Ctrl-C ends)");

    private static string Word(AlertLevel level) => level.ToString().ToLowerInvariant();

    private static object ToJson(FleetEntry entry) => new
    {
        entry.Id.Site,
        entry.Id.Gateway,
        entry.State,
        Alert = Word(entry.Level),
        Reason = entry.Why,
        entry.Firmware,
        entry.Backlog,
        entry.OldestSeconds,
        entry.DaysLeft,
        entry.Time,
        entry.Utc,
        entry.Open,
    };
}
