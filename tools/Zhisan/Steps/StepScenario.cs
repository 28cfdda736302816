using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Replay;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Core;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.NanoCheck;
using ZhiSan.Edge.Sensors;
using ZhiSan.Edge.Sensors.Demo;

namespace ZhiSan.Edge.Cli.Steps;

/// <summary>
/// Drives the real core over a season: connected days, an outage that fills the ring until it is thinned, and the replay of all that is
/// left. Loaded a second time over counting copies of the portable assemblies (<see cref="CountedAssemblies"/>).
/// </summary>
internal sealed class StepScenario
{
    /// <summary>The step that is taken once.</summary>
    public const string Start = "start";

    /// <summary>The step that only a demo has.</summary>
    public const string Demo = "poll the demo garden";

    private const int Channels = 4;
    private const long MinuteMs = 60_000;
    private const int ConnectedMinutes = 3 * 24 * 60;
    private const int OutageMinutes = 100 * 24 * 60;
    private const int AckEvery = 4;
    private const int MostMethods = 12;

    private readonly StepStore store = new();
    private readonly Dictionary<string, (long Calls, long Longest, long Sum, int Files, IReadOnlyList<MethodShare> Dearest)> figures = new(StringComparer.Ordinal);
    private readonly GatewayOutput output = new();
    private readonly RunHeader run = new();
    private readonly PageReader page = new(Channels);
    private readonly Gateway gateway;
    private readonly Journal journal;
    private readonly Sampler sampler = new();
    private long nowMs;
    private long lastSent;
    private int unacknowledged;
    private bool isReachable;

    private StepScenario()
    {
        sampler.AddSensor(new DemoSensor(7, 1780293600000, Channels), (int)MinuteMs, 0);
        ChannelSetBody channels = new(Channels);
        for (int i = 0; i < Channels; i++)
        {
            channels.Names[i] = sampler.GetChannel(i).Name;
            channels.Units[i] = sampler.GetChannel(i).Unit;
            channels.Decimals[i] = (byte)sampler.GetChannel(i).Decimals;
        }

        byte[] key = new byte[32];

        // As the device's composition makes it.
        journal = new Journal(store, new JournalOptions { MostChannels = Channels, MessageBytes = ReplayReader.ShortestRunBytes }, key);
        gateway = new Gateway(new GatewayOptions { Site = "steps", Gateway = "gw" }, journal, channels, sampler, store, key);
    }

    /// <summary>Runs it all.</summary>
    public static StepFigure[] Run()
    {
        StepScenario scenario = new();
        scenario.Season();
        return [.. scenario.figures.OrderByDescending(f => f.Value.Longest).Select(f => new StepFigure(
            f.Key, f.Value.Calls, f.Value.Longest, f.Value.Sum / f.Value.Calls, f.Value.Files, f.Value.Dearest))];
    }

    private void Season()
    {
        Step(Start, () => gateway.Start(nowMs, 77));
        sampler.Begin(nowMs);
        isReachable = true;
        Minutes(ConnectedMinutes);
        isReachable = false;
        Step("link down", () => gateway.LinkDown(nowMs, IncidentCause.Broker));
        Minutes(OutageMinutes);
        isReachable = true;
        for (int i = 0; i < 2 * 24 * 60 && !(gateway.IsDrained && i > 60); i++)
        {
            Minutes(1);
        }

        if (!gateway.IsDrained)
        {
            throw new InvalidOperationException("the backlog is not delivered: the scenario measures nothing");
        }
    }

    private void Minutes(int count)
    {
        long end = nowMs + (count * MinuteMs);
        while (nowMs < end)
        {
            long next = Math.Min(gateway.NextDeadlineMs, sampler.NextDeadlineMs);
            nowMs = Math.Min(end, Math.Max(nowMs + 1, next));
            while (Step(Demo, () => sampler.Tick(nowMs)))
            {
                Step("take a scan", () => gateway.TakeScan(nowMs, sampler.Current));
                Drain();
            }

            Step("tick", () => gateway.Tick(nowMs));
            Drain();
        }
    }

    private void Drain()
    {
        while (Step("next output", () => gateway.NextOutput(output)))
        {
            if (output.Kind == OutputKind.Connect && isReachable)
            {
                Step("link up", () => gateway.LinkUp(nowMs));
            }
            else if (output.Kind == OutputKind.Connect)
            {
                Step("link down", () => gateway.LinkDown(nowMs, IncidentCause.Broker));
            }

            if (output.Kind == OutputKind.Publish && output.Topic == gateway.Topics.Pages)
            {
                SeePages();
            }

            if (output.Kind == OutputKind.Publish && output.Token != GatewayOutput.NoToken)
            {
                int token = output.Token;
                Step("publish result", () => gateway.PublishResult(nowMs, token, true));
            }
        }

        if (unacknowledged > 0)
        {
            Acknowledge();
        }
    }

    // The platform acknowledges a few messages at a time.
    private void SeePages()
    {
        run.Read(output.Payload, 0, output.PayloadLength);
        int offset = RunHeader.Bytes;
        while (page.Find(output.Payload, offset, output.PayloadLength, run.Epoch) == PageStatus.Ok)
        {
            lastSent = page.LastSequence;
            offset = page.End;
        }

        unacknowledged++;
        if (unacknowledged == AckEvery)
        {
            Acknowledge();
        }
    }

    private void Acknowledge()
    {
        unacknowledged = 0;
        byte[] ack = Encoding.ASCII.GetBytes($"{{\"epoch\":{journal.Epoch},\"through\":{lastSent}}}");
        Step("take an acknowledgement", () => gateway.TakeMessage(nowMs, gateway.Topics.Ack, ack, ack.Length));
    }

    private void Step(string name, Action act) => Step(name, () =>
    {
        act();
        return true;
    });

    private T Step<T>(string name, Func<T> act)
    {
        StepCounter.Restart();
        long before = StepCounter.Count;
        int calls = store.Calls;
        T result = act();
        long took = StepCounter.Count - before;
        var figure = figures.GetValueOrDefault(name, (0, 0, 0, 0, []));
        bool isLongest = took > figure.Longest;
        figures[name] = (
            figure.Calls + 1,
            Math.Max(figure.Longest, took),
            figure.Sum + took,
            isLongest ? store.Calls - calls : figure.Files,
            isLongest ? StepCounter.Dearest(MostMethods) : figure.Dearest);
        return result;
    }
}
