using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Tests.Portable.Core;
using ZhiSan.Edge.Tests.Portable.Support;

namespace ZhiSan.Edge.Tests.Host.Core;

/// <summary>
/// The core writes and reads JSON with code of its own, the same on the device and here. System.Text.Json must read every text, and
/// write it again byte for byte; what it writes the core must read.
/// </summary>
public class JsonTextTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Every_text_that_the_gateway_publishes_is_what_system_text_json_writes_of_it()
    {
        GatewayRig rig = new(new MemoryStore());
        rig.ConnectNow();
        rig.TakeScans(70);
        rig.Lose(IncidentCause.Broker);
        rig.FailFor(40 * 60_000, IncidentCause.Broker);
        rig.ConnectNow();
        rig.TakeScans(70);

        Assert.NotEmpty(rig.LastLive);
        Assert.NotEmpty(rig.LastHeartbeat);
        Assert.NotEmpty(rig.IncidentTexts);
        foreach (string text in Texts(rig.LastLive + rig.LastHeartbeat + rig.IncidentTexts))
        {
            Assert.Equal(text, JsonNode.Parse(text)!.ToJsonString(Plain));
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("茶园 7 号")]
    [InlineData("")]
    [InlineData("with, comma: and {brace}")]
    public void Texts_and_numbers_that_system_text_json_writes_are_read(string value)
    {
        foreach (JsonSerializerOptions options in new[] { Plain, JsonSerializerOptions.Default })
        {
            byte[] text = JsonSerializer.SerializeToUtf8Bytes(new { id = value, through = 1L << 50, on = true, off = (string?)null }, options);
            FlatJson json = new();

            Assert.True(json.TryGetUnsigned(text, text.Length, "through", long.MaxValue, out long through));
            Assert.Equal(1L << 50, through);
            Assert.True(json.TryGetText(text, text.Length, "id", 100, out string id));
            Assert.Equal(value, id);
        }
    }

    // The rig appends one object to the other.
    private static List<string> Texts(string all)
    {
        List<string> texts = [];
        byte[] bytes = Encoding.UTF8.GetBytes(all);
        for (int offset = 0; offset < bytes.Length;)
        {
            if (bytes[offset] != '{')
            {
                offset++;
                continue;
            }

            Utf8JsonReader reader = new(bytes[offset..], isFinalBlock: true, state: default);
            reader.Read();
            reader.Skip();
            texts.Add(Encoding.UTF8.GetString(bytes, offset, (int)reader.BytesConsumed));
            offset += (int)reader.BytesConsumed;
        }

        return texts;
    }
}
