using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Serial;
using ZhiSan.Edge.Tests.Host.Processes;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>Records over the cable, from a gateway that runs as a process of its own at the other end of a pseudo-terminal.</summary>
public class EvacuationTests
{
    [Fact]
    public async Task A_pulled_cable_leaves_no_trace_in_the_file_and_no_byte_of_it_can_be_changed_unnoticed()
    {
        using var folder = new TemporaryFolder();
        string keys = folder.File("keys.txt");
        using ZhisanProcess added = await ZhisanProcess.RunAsync("keys", "add", "yunwu/gw1", "--keys", keys);
        string[] gateway = ["gateway", "--flash", folder.File("flash"), "--id", "yunwu/gw1", "--keys", keys, "--broker", "127.0.0.1:1", "--no-sync", "--quiet"];
        using (ZhisanProcess storm = ZhisanProcess.Start([.. gateway, "--speed", "20000", "--console", "pty"]))
        {
            await storm.FirstLineAsync();
            while (!Directory.Exists(folder.File("flash/s")) || SizeOf(folder.File("flash/s")) < 6000)
            {
                await Task.Delay(100);
            }
        }

        using ZhisanProcess running = ZhisanProcess.Start([.. gateway, "--period", "86400", "--console", "pty", "--console-baud", "0"]);
        string port = CablePulls.PortOf(await running.FirstLineAsync());
        byte[] key = KeyRing.Load(keys).Find(new GatewayId("yunwu", "gw1"))!;
        Dump reference = Evacuate(port, folder.File("reference.zsj"), int.MaxValue, int.MaxValue, out CuttingPort uncut);
        Assert.True(reference.Runs.Count > 1);
        Assert.Equal(DumpVerdict.Genuine, DumpVerifier.Verify(reference, key).Verdict);
        int number = 0;
        foreach ((int reads, int writes) in CablePulls.Of(uncut.BytesRead, uncut.BytesWritten, 40))
        {
            string path = folder.File($"cut{number++}.zsj");
            Dump dump = Evacuate(port, path, reads, writes, out _);
            Assert.True(DumpVerifier.Verify(dump, key).Verdict == DumpVerdict.Genuine, CablePulls.Name(reads, writes));
            Assert.Equal(reference.Runs, dump.Runs);
            Assert.Equal(reference.End, dump.End);
        }

        RefuseEveryChange(folder, key);
    }

    private static void RefuseEveryChange(TemporaryFolder folder, byte[] key)
    {
        byte[] good = File.ReadAllBytes(folder.File("reference.zsj"));
        string path = folder.File("altered.zsj");
        for (int at = 0; at < good.Length; at += 3)
        {
            byte[] changed = [.. good];
            changed[at] ^= 0x20;
            File.WriteAllBytes(path, changed);
            Assert.NotEqual(DumpVerdict.Genuine, DumpVerifier.Verify(Dump.Load(path), key).Verdict);
            File.WriteAllBytes(path, good[..at]);
            Assert.NotEqual(DumpVerdict.Genuine, DumpVerifier.Verify(Dump.Load(path), key).Verdict);
        }
    }

    private static Dump Evacuate(string port, string path, int reads, int writes, out CuttingPort first)
    {
        var opened = new List<CuttingPort>();
        using GatewayCable cable = CablePulls.Cable(port, reads, writes, opened);
        new Evacuator(cable, GatewayLogin.FactoryPin, path, all: true).Run();
        first = opened[0];
        return Dump.Load(path);
    }

    private static long SizeOf(string folder)
    {
        long size = 0;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
        {
            size += file.Length;
        }

        return size;
    }
}
