using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>Takes a verified dump to the platform, by the way that every message takes.</summary>
internal static class DumpImport
{
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(60);

    /// <summary>Takes it straight into the database of a collector that is not running.</summary>
    public static DumpImportResult IntoDatabase(Dump dump, GatewayId id, KeyRing keys, string database)
    {
        using SqliteStore store = SqliteStore.Open(database);
        var ingest = new PageIngest(keys, store);
        int records = 0;
        int duplicates = 0;
        long through = 0;
        var rejections = new List<Rejection>();
        foreach (byte[] run in dump.Runs)
        {
            IngestResult result = ingest.Ingest(id, run);
            records += result.Records;
            duplicates += result.Duplicates;
            rejections.AddRange(result.Rejections);
            through = result.Ack?.Through ?? through;
        }

        return new DumpImportResult(records, duplicates, through, rejections);
    }

    /// <summary>Hands it to a running collector through its broker, as the gateway would, and waits for the acknowledgement.</summary>
    /// <exception cref="CliException">The broker cannot be reached, or the collector does not acknowledge.</exception>
    public static async Task<long> ThroughBrokerAsync(Dump dump, GatewayId id, MqttClientOptions options, CancellationToken stop)
    {
        MqttConnectResult connected = await MqttClient.ConnectAsync(options, stop);
        if (!connected.IsConnected)
        {
            throw new CliException(
                $"no connection to {options.Host}:{options.Port}: {connected.Failure} {connected.Detail}; is it running, and are --user and --password-file those of the gateway?");
        }

        await using MqttClient client = connected.Client;
        await client.SubscribeAsync(id.TopicRoot + "/ack", MqttQos.AtLeastOnce, stop);
        foreach (byte[] run in dump.Runs)
        {
            await client.PublishAsync(new MqttMessage(id.TopicRoot + "/pages", run, MqttQos.AtLeastOnce, false), cancel: stop);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(AckPatience);
        long through = 0;
        try
        {
            await foreach (MqttEvent happened in client.Events.ReadAllAsync(patience.Token))
            {
                if (happened is MqttMessageReceived received && ThroughOf(received.Message.Payload, dump.Header!.Epoch) is { } acked)
                {
                    through = acked;
                }

                if (through >= dump.LastSequence)
                {
                    await client.DisconnectAsync();
                    return through;
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Out of patience.
        }

        throw new CliException($"the collector acknowledges records through {through} of {dump.LastSequence} only: is it running, and does it have the key?");
    }

    private static long? ThroughOf(ReadOnlyMemory<byte> payload, uint epoch)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload);
            return json.RootElement.GetProperty("epoch").GetUInt32() == epoch ? json.RootElement.GetProperty("through").GetInt64() : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }
}
