using System;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Tests.Host.Serial;

/// <summary>The machine form against a line that is not clean.</summary>
public class MachineClientTests
{
    private const int SilenceMs = 1000;

    [Fact]
    public async Task Rubbish_other_peoples_answers_and_damaged_lines_are_passed_over()
    {
        MachineReply reply = await AskAsync((id, number) => number == 1
            ? "\u001b[2Jnoise" + Frame($"@{id}", "{\"n\":1,\"ok\":true}").Replace("\"n\":1", "\"n\":2", StringComparison.Ordinal)
                + Frame("@1234-1", "{\"n\":3,\"ok\":true}") + new string('x', 20_000) + "\r\n"
            : "gw1> rubbish" + Frame($"@{id}", "{\"n\":4,\"ok\":true}"));
        Assert.True(reply.Ok);
        Assert.Equal(4, reply.Number("n"));
    }

    [Fact]
    public async Task A_request_that_arrived_damaged_is_sent_again_even_when_it_must_not_be_carried_out_twice()
    {
        MachineReply reply = await AskAsync(
            (id, number) => Frame($"@{id}", number < 3 ? "{\"ok\":false,\"error\":\"crc\",\"hint\":\"\"}" : "{\"n\":7,\"ok\":true}"), mayRepeat: false);
        Assert.Equal(7, reply.Number("n"));
    }

    [Fact]
    public async Task Silence_is_not_answered_by_a_second_request_that_must_not_be_carried_out_twice()
    {
        int requests = 0;
        await Assert.ThrowsAsync<SerialException>(() => AskAsync(
            (_, number) =>
            {
                requests = number;
                return string.Empty;
            },
            mayRepeat: false));
        Assert.Equal(1, requests);
    }

    private static async Task<MachineReply> AskAsync(Func<string, int, string> answer, bool mayRepeat = true)
    {
        using PseudoTerminal gateway = PseudoTerminal.Create();
        using ISerialPort port = SerialPortOpener.Open(gateway.OtherEnd);
        Task<MachineReply> asking = Task.Run(() => new MachineClient(port).Ask("buffer", silenceMs: SilenceMs, mayRepeat: mayRepeat));
        var typed = new StringBuilder();
        byte[] bytes = new byte[256];
        int number = 0;
        while (!asking.IsCompleted)
        {
            typed.Append(Encoding.ASCII.GetString(bytes, 0, gateway.Read(bytes, 20)));
            string text = typed.ToString();
            int end = text.IndexOf('\r', StringComparison.Ordinal);
            if (end >= 0)
            {
                typed.Clear();
                string request = text[..end].TrimStart('\u0003');
                gateway.Write(Encoding.UTF8.GetBytes(answer(request[1..request.IndexOf(' ', StringComparison.Ordinal)], ++number)), 5000);
            }
        }

        return await asking;
    }

    private static string Frame(string id, string json)
    {
        byte[] said = Encoding.ASCII.GetBytes($"{id} {json}");
        return $"{id} {json} *{Crc32.Append(0, said, 0, said.Length):x8}\r\n";
    }
}
