using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using Xunit;
using Xunit.Abstractions;
using ZhiSan.Edge.Cli.Inspection;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>
/// The cable pulled at every byte of a provisioning and of an evacuation, over real pseudo-terminals, at gateways in this process: afterwards
/// everything is as if it had not been. Every k-th byte here, every one with <c>ZHISAN_CABLE=all</c>. Every other time the cable is back before the
/// gateway notices.
/// </summary>
public class CablePulledTests(ITestOutputHelper output)
{
    private const int Samples = 96;
    private const string Pin = "tea-garden-7";
    private const string Wanted = """
        {"site":"yunwu","gateway":"gw1","network":"none","clock":"system","broker":{"host":"127.0.0.1","port":1,"password":"two words "},"sensor1":"demo seed=7"}
        """;

    private static readonly int Lanes = CablePulls.IsFull ? 12 : 4;

    [Fact]
    public void At_every_byte_of_a_provisioning()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("gateway.json");
        File.WriteAllText(file, Wanted);
        (string reference, SessionLength uncut, _) = Provision(folder.File("reference"), file, int.MaxValue, int.MaxValue, false);
        Assert.Contains("\"revision\":1,", reference, StringComparison.Ordinal);
        Assert.Contains("1 configuration 1: broker.host = 127.0.0.1", reference, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", reference, StringComparison.Ordinal);
        Pull("provisioning", uncut, folder, (flash, reads, writes, isNoticed) =>
        {
            (string found, _, int losses) = Provision(flash, file, reads, writes, isNoticed);
            return (found == reference ? null : found, losses);
        });
    }

    [Fact]
    public void At_every_byte_of_an_evacuation()
    {
        using var folder = new TemporaryFolder();
        string keys = folder.File("keys.txt");
        var id = new GatewayId("yunwu", "gw1");
        byte[] key = SHA256.HashData("one"u8);
        var ring = new KeyRing();
        ring.Set(id, key);
        ring.Save(keys);
        Record(folder.File("flash"), keys);
        var lanes = new Dictionary<string, EvacuationLane>();
        try
        {
            for (int i = 0; i < Lanes; i++)
            {
                lanes.Add(folder.File($"lane{i}"), Lane(folder.File($"lane{i}")));
            }

            Pull("evacuation", lanes[folder.File("lane0")].Length, folder, (flash, reads, writes, isNoticed) =>
            {
                EvacuationLane lane = lanes[flash];
                (Dump dump, string found, _, int losses) = Evacuate(lane.Gateway, flash + ".zsj", reads, writes, isNoticed);
                bool isSame = DumpVerifier.Verify(dump, key).Verdict == DumpVerdict.Genuine && dump.End == lane.Reference.End && found == lane.Marks
                    && dump.Runs.Count == lane.Reference.Runs.Count
                    && dump.Runs.Zip(lane.Reference.Runs).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
                return (isSame ? null : $"{dump.Runs.Count} runs, {dump.End}, {found}, not {lane.Marks}", losses);
            });
        }
        finally
        {
            foreach (EvacuationLane lane in lanes.Values)
            {
                lane.Gateway.Dispose();
            }
        }

        EvacuationLane Lane(string flash)
        {
            Directory.CreateDirectory(Path.Combine(flash, "s"));
            foreach (string name in Directory.GetFiles(folder.File("flash"), "*", SearchOption.AllDirectories))
            {
                File.Copy(name, Path.Combine(flash, Path.GetRelativePath(folder.File("flash"), name)));
            }

            var gateway = new GatewayOnCable(flash);
            gateway.StartIdle(id.ToString(), keys);
            (Dump reference, string marks, SessionLength length, _) = Evacuate(gateway, flash + ".zsj", int.MaxValue, int.MaxValue, false);
            Assert.True(reference.Runs.Count > 1);
            Assert.Equal(DumpVerdict.Genuine, DumpVerifier.Verify(reference, key).Verdict);
            return new EvacuationLane(gateway, reference, marks, length);
        }
    }

    // A gateway without a broker, until there are several runs of pages to fetch.
    private static void Record(string flash, string keys)
    {
        const int EnoughBytes = 6000;
        using var gateway = new GatewayOnCable(flash);
        gateway.Start("yunwu/gw1", keys, 20_000, 60);
        Assert.True(SpinWait.SpinUntil(
            () => Directory.Exists(flash + "/s") && new DirectoryInfo(flash + "/s").EnumerateFiles().Sum(file => file.Length) > EnoughBytes, 60_000));
    }

    // Each lane has a gateway and a thread of its own: most of the time they wait, and the gateways need the pool's threads.
    private void Pull(string what, SessionLength uncut, TemporaryFolder folder, Func<string, int, int, bool, (string? Difference, int Losses)> run)
    {
        List<(int Reads, int Writes)> pulls = [.. CablePulls.Of(uncut.BytesRead, uncut.BytesWritten, CablePulls.IsFull ? int.MaxValue : Samples)];
        var differences = new ConcurrentQueue<string>();
        int next = -1;
        int pulled = 0;
        var lanes = new List<Thread>();
        for (int i = 0; i < Lanes; i++)
        {
            string flash = folder.File($"lane{i}");
            lanes.Add(new Thread(() => Work(flash)));
            lanes[i].Start();
        }

        lanes.ForEach(lane => lane.Join());
        output.WriteLine(
            $"{what}: {uncut.BytesWritten} bytes to the gateway, {uncut.BytesRead} from it; cable pulled {pulled} times in {pulls.Count} sessions, {differences.Count} differences");
        Assert.True(differences.IsEmpty, string.Join('\n', differences.Take(5)));

        // A session may be some bytes shorter than the one that was measured: nothing is pulled behind its end.
        Assert.InRange(pulled, pulls.Count * 98 / 100, pulls.Count);

        void Work(string flash)
        {
            for (int i = Interlocked.Increment(ref next); i < pulls.Count; i = Interlocked.Increment(ref next))
            {
                (int reads, int writes) = pulls[i];
                try
                {
                    (string? difference, int losses) = run(flash, reads, writes, i % 2 == 0);
                    Interlocked.Add(ref pulled, losses);
                    if (difference != null)
                    {
                        differences.Enqueue($"{CablePulls.Name(reads, writes)}: {difference}");
                    }
                }
                catch (Exception failure)
                {
                    differences.Enqueue($"{CablePulls.Name(reads, writes)}: {failure}");
                }
            }
        }
    }

    private static (string Found, SessionLength Length, int Losses) Provision(string flash, string file, int reads, int writes, bool isNoticed)
    {
        using var gateway = new GatewayOnCable(flash);
        gateway.Erase();
        gateway.Start();
        var opened = new List<CuttingPort>();
        byte[]? key = null;
        int keysMade = 0;
        string state;
        ProvisioningReport report;
        SessionLength length;
        using (GatewayCable cable = CablePulls.Cable(gateway, reads, writes, isNoticed, opened))
        {
            report = new Provisioner(cable, new ProvisioningOptions
            {
                File = GatewayFile.Load(file),
                Pin = () => Pin,
                FindKey = () => key,
                MakeKey = () =>
                {
                    keysMade++;
                    return key = SHA256.HashData("one"u8);
                },
                Test = null,
                RestartPauseMs = 5,
            }).Run();
            length = SessionLength.Of(opened[0]);
            state = cable.Hold((client, identity) =>
            {
                GatewayLogin.Enter(client, Pin);
                return client.Ask("config show").Body + "\n" + identity.Body + "\n" + client.Ask("config diff").Body;
            });
        }

        gateway.Stop();
        var journal = new ConfigurationHistory();
        JournalInspection found = new JournalInspector(flash, key, journal).Run();
        string settings = JsonSerializer.Serialize(report.Settings);
        return (
            $"{state}\n{journal} {found.IsWhole}\n{keysMade} keys, {report.Passed}, {report.KeyIsNew}, {report.Verified}, {settings}", length, report.CableLosses);
    }

    private static (Dump Dump, string Marks, SessionLength Length, int Losses) Evacuate(GatewayOnCable gateway, string path, int reads, int writes, bool isNoticed)
    {
        File.Delete(path);
        var opened = new List<CuttingPort>();
        using GatewayCable cable = CablePulls.Cable(gateway, reads, writes, isNoticed, opened);
        EvacuationResult result = new Evacuator(cable, GatewayLogin.FactoryPin, path, all: true).Run();
        SessionLength length = SessionLength.Of(opened[0]);
        string marks = cable.Hold((client, _) => client.Ask("buffer").Body + " " + client.Ask("config show").Body);
        return (Dump.Load(path), marks, length, result.CableLosses);
    }

    private sealed record EvacuationLane(GatewayOnCable Gateway, Dump Reference, string Marks, SessionLength Length);
}
