using System;
using System.Linq;
using System.Text;
using Xunit;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Buffering.Segments;
using ZhiSan.Edge.Collector;

namespace ZhiSan.Edge.Tests.Host.Collector;

public class HostileInputTests
{
    private readonly TestGateway _gateway = new();

    public HostileInputTests()
    {
        _gateway.Boot(StopCause.FirstBoot);
        _gateway.Scans(12);
    }

    [Fact]
    public void One_flipped_bit_anywhere_in_a_message_is_named_and_nothing_is_stored()
    {
        var message = Assert.Single(_gateway.Messages());
        using var platform = new Platform(_gateway);
        for (var position = 0; position < message.Length; position++)
        {
            var flipped = (byte[])message.Clone();
            flipped[position] ^= (byte)(1 << (position % 8));

            var result = platform.Ingest.Ingest(_gateway.Id, flipped);

            Assert.True(result is { Records: 0, Ack: null, Rejections.Count: 1 }, $"byte {position}");
        }

        Assert.Equal(0, platform.Count("records"));
        Assert.Equal(message.Length, platform.Ledger.Totals.Rejections);
    }

    [Fact]
    public void A_flipped_bit_with_its_check_made_right_again_fails_at_the_mac()
    {
        var message = _gateway.Pages()[1];
        using var platform = new Platform(_gateway);
        var caught = 0;
        for (var position = RunHeader.Bytes + 3; position < message.Length - 16; position++)
        {
            var forged = Forge(message, position);
            if (forged is null)
            {
                continue;
            }

            var result = platform.Ingest.Ingest(_gateway.Id, forged);

            Assert.Equal(0, result.Records);
            Assert.Null(result.Ack);
            caught += Assert.Single(result.Rejections).Reason == RejectionReason.Mac ? 1 : 0;
        }

        Assert.True(caught > 10);
        Assert.Equal(0, platform.Count("pages"));
        Assert.False(platform.Ledger.ChainVerified);
    }

    [Fact]
    public void Every_truncation_and_every_appendix_is_named_and_nothing_is_stored()
    {
        var message = Assert.Single(_gateway.Messages());
        var wholePages = Runs.Split(message).Count();
        using var platform = new Platform(_gateway);
        var whole = 0;
        for (var length = 0; length < message.Length; length++)
        {
            var result = platform.Ingest.Ingest(_gateway.Id, message[..length]);
            whole += result.Rejections.Count == 0 ? 1 : 0;
            Assert.True(result.Rejections.Count > 0 || result.Ack is not null, $"{length} bytes");
        }

        // A message that ends behind a page is a shorter message, and a good one.
        Assert.Equal(wholePages - 1, whole);
        Assert.Equal(RejectionReason.PageTruncated, Reason(platform, [.. message, 0x41]));
        Assert.Equal(RejectionReason.PageMalformed, Reason(platform, [.. message, 0x00, 0x00, 0x00, 0x00]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(36)]
    [InlineData(500)]
    [InlineData(4096)]
    public void Noise_is_named(int length)
    {
        using var platform = new Platform(_gateway);
        var noise = new byte[length];
        new Random(length).NextBytes(noise);

        var result = platform.Ingest.Ingest(_gateway.Id, noise);

        Assert.Single(result.Rejections);
        Assert.Null(result.Ack);
    }

    [Fact]
    public void Noise_behind_a_good_header_is_named()
    {
        var message = Assert.Single(_gateway.Messages());
        using var platform = new Platform(_gateway);
        for (var seed = 0; seed < 300; seed++)
        {
            var noise = (byte[])message.Clone();
            new Random(seed).NextBytes(noise.AsSpan(RunHeader.Bytes));

            Assert.Single(platform.Ingest.Ingest(_gateway.Id, noise).Rejections);
        }

        Assert.Equal(0, platform.Count("records"));
    }

    [Fact]
    public void A_message_that_is_too_long_is_not_looked_at()
    {
        using var platform = new Platform(_gateway);
        Assert.Equal(RejectionReason.Oversize, Reason(platform, new byte[JournalLimits.MaxMessageBytes + 1]));
    }

    [Fact]
    public void A_gateway_without_a_key_is_named_and_not_stored()
    {
        using var platform = new Platform();
        Assert.Equal(RejectionReason.UnknownGateway, Reason(platform, _gateway.Messages()[0]));
        var rejection = Assert.Single(platform.Ledger.Rejections);
        Assert.Equal(("yunwu", "gw1", "UnknownGateway", 1L),
            (rejection.Site, rejection.Gateway, rejection.Reason, rejection.Count));
        Assert.Empty(platform.Ledger.Gateways);
    }

    [Fact]
    public void The_wrong_key_verifies_nothing()
    {
        using var platform = new Platform(_gateway);
        platform.Keys.Set(_gateway.Id, TestGateway.KeyOf(9));

        var result = platform.Take(_gateway, _gateway.Messages());

        Assert.All(result.Rejections, rejection => Assert.Equal(RejectionReason.Mac, rejection.Reason));
        Assert.Null(result.Ack);
        Assert.Equal(0, platform.Count("records"));
        Assert.False(platform.Ledger.ChainVerified);
        Assert.Contains("MAC", Assert.Single(platform.Ledger.Reasons, reason => reason.Contains("gw1")));
    }

    [Fact]
    public void The_pages_of_one_gateway_are_not_those_of_another()
    {
        var other = new TestGateway("gw2", keySeed: 2);
        using var platform = new Platform(_gateway, other);

        var result = platform.Ingest.Ingest(other.Id, _gateway.Messages()[0]);

        Assert.All(result.Rejections, rejection => Assert.Equal(RejectionReason.Mac, rejection.Reason));
    }

    [Fact]
    public void A_page_under_the_header_of_another_epoch_fails_its_checks()
    {
        using var platform = new Platform(_gateway);
        var message = _gateway.Pages()[0];
        var header = Runs.HeaderOf(message);
        header.Epoch++;

        Assert.Equal(RejectionReason.PageCheck, Reason(platform, Runs.Join(header, message[RunHeader.Bytes..])));
    }

    [Fact]
    public void Pages_in_the_wrong_order_within_a_message_are_named()
    {
        using var platform = new Platform(_gateway);
        var pages = _gateway.Pages();

        var swapped = Runs.Join(Runs.HeaderOf(pages[1]), pages[1][RunHeader.Bytes..], pages[0][RunHeader.Bytes..]);

        Assert.Equal(RejectionReason.PageOrder, Reason(platform, swapped));
    }

    [Fact]
    public void A_header_that_names_another_first_number_than_its_page_is_named()
    {
        using var platform = new Platform(_gateway);
        var pages = _gateway.Pages();

        Assert.Equal(RejectionReason.HeaderRange,
            Reason(platform, Runs.Join(Runs.HeaderOf(pages[0]), pages[1][RunHeader.Bytes..])));
    }

    [Fact]
    public void A_run_header_alone_is_named()
    {
        using var platform = new Platform(_gateway);
        Assert.Equal(RejectionReason.NoPages, Reason(platform, _gateway.Messages()[0][..RunHeader.Bytes]));
    }

    [Fact]
    public void Held_from_is_not_believed_without_a_genuine_page()
    {
        using var platform = new Platform(_gateway);
        var pages = _gateway.Pages();
        platform.Take(_gateway, pages[0]);
        var header = Runs.HeaderOf(pages[2]);
        header.HeldFrom = header.FirstSequence;
        header.PreviousMac[0] ^= 1;

        var result = platform.Ingest.Ingest(_gateway.Id, Runs.Join(header, pages[2][RunHeader.Bytes..]));

        Assert.Equal(RejectionReason.Mac, Assert.Single(result.Rejections).Reason);
        Assert.Equal(Runs.Range(pages[0]).Last, Assert.Single(platform.Store.ReadAcks()).Through);
    }

    [Theory]
    [InlineData(63, 200)]
    [InlineData(63, 600)]
    public void A_genuine_page_that_claims_thousands_of_rows_is_refused_before_it_is_decoded(int rows, int chunks)
    {
        using var platform = new Platform(_gateway);
        var header = Header(1);

        Assert.Equal(
            RejectionReason.PageOverLimit,
            Reason(platform, Runs.Join(header, Runs.Claim(_gateway.Key, header, 1, rows, chunks))));
    }

    [Fact]
    public void A_genuine_page_may_claim_rows_that_decode_to_nothing_within_bounds()
    {
        using var platform = new Platform(_gateway);
        var header = Header(1);

        var result = platform.Ingest.Ingest(_gateway.Id,
            Runs.Join(header, Runs.Claim(_gateway.Key, header, 1, 63, 16, channels: 32)));

        Assert.Equal((63 * 16, 0), (result.Records, result.Rejections.Count));
    }

    [Fact]
    public void The_largest_number_there_is_neither_overflows_nor_moves_the_watermark()
    {
        using var platform = new Platform(_gateway);
        var header = Header(JournalLimits.MaxSequence);

        Assert.Equal(
            RejectionReason.PageOverLimit,
            Reason(platform, Runs.Join(header, Runs.Claim(_gateway.Key, header, JournalLimits.MaxSequence, 2, 1))));
        header.FirstSequence--;
        Assert.Equal(0, platform.Ingest.Ingest(
            _gateway.Id, Runs.Join(header, Runs.Claim(_gateway.Key, header, header.FirstSequence, 2, 1))).Ack!.Through);
        Assert.Equal(JournalLimits.MaxSequence - 2, platform.Ledger.Totals.Pending);
    }

    [Theory]
    [InlineData(RecordKind.Boot)]
    [InlineData(RecordKind.Incident)]
    [InlineData(RecordKind.ChannelSet)]
    [InlineData(RecordKind.Thinned)]
    [InlineData(RecordKind.Lost)]
    public void A_record_whose_body_does_not_read_is_stored_as_it_came_and_counted(byte kind)
    {
        using var platform = new Platform(_gateway);
        var header = Header(5);
        var page = Runs.Event(_gateway.Key, header, 5, record =>
        {
            record.SetEvent(kind);
            record.Body[0] = 0xFF;
            record.BodyLength = 1;
        });

        var result = platform.Ingest.Ingest(_gateway.Id, Runs.Join(header, page));

        Assert.Equal(RejectionReason.RecordBody, Assert.Single(result.Rejections).Reason);
        Assert.Equal([$"5|{kind}|FF"], platform.Rows("SELECT seq, kind, hex(body) FROM records"));
    }

    [Fact]
    public void A_kind_of_a_later_version_is_kept_opaque()
    {
        var sequence = _gateway.Event(99, 1, 2, 3);
        using var platform = new Platform(_gateway);

        Assert.Empty(platform.Take(_gateway, _gateway.Messages()).Rejections);
        Assert.Equal(["99|010203"], platform.Rows($"SELECT kind, hex(body) FROM records WHERE seq = {sequence}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"epoch\":0,\"seq\":{\"durable\":1,\"freed\":0}}")]
    [InlineData("{\"epoch\":1,\"seq\":{\"durable\":-1,\"freed\":0}}")]
    [InlineData("{\"epoch\":1,\"seq\":{\"durable\":9223372036854775807,\"freed\":0}}")]
    [InlineData("{\"epoch\":1,\"seq\":{\"durable\":1,\"freed\":2}}")]
    [InlineData("{\"epoch\":4294967296,\"seq\":{\"durable\":1,\"freed\":0}}")]
    [InlineData("{\"epoch\":1,\"seq\":{\"durable\":\"1\",\"freed\":0}}")]
    [InlineData("{\"epoch\":1,\"seq\":[[[[[[[[[[1]]]]]]]]]]}")]
    public void A_malformed_heartbeat_is_named(string text)
    {
        using var platform = new Platform(_gateway);
        Assert.Equal(RejectionReason.Heartbeat, platform.Status.TakeHeartbeat(_gateway.Id, Encoding.UTF8.GetBytes(text))!.Reason);
    }

    [Fact]
    public void State_heartbeat_and_incident_are_bounded_and_named()
    {
        using var platform = new Platform(_gateway);
        var stranger = new GatewayId("yunwu", "nobody");
        Assert.Equal(RejectionReason.State, platform.Status.TakeState(_gateway.Id, "ONLINE"u8.ToArray())!.Reason);
        Assert.Equal(RejectionReason.UnknownGateway, platform.Status.TakeState(stranger, "online"u8.ToArray())!.Reason);
        Assert.Equal(RejectionReason.Oversize, platform.Status.TakeHeartbeat(_gateway.Id, new byte[5000])!.Reason);
        Assert.Equal(RejectionReason.Incident, platform.Status.TakeIncident(_gateway.Id, "{\"epoch\":1}"u8.ToArray())!.Reason);
        Assert.Equal(RejectionReason.Incident,
            platform.Status.TakeIncident(_gateway.Id, new byte[] { 0x22, 0xFF, 0x22 })!.Reason);
    }

    [Fact]
    public void Strangers_without_number_are_counted_together()
    {
        using var platform = new Platform();
        var rejection = new Rejection(RejectionReason.UnknownGateway, new string('x', 10_000));
        using (var transaction = platform.Store.Begin())
        {
            for (var i = 0; i < IngestLimits.MaxNamedStrangers + 50; i++)
            {
                transaction.CountRejection(new GatewayId("s", $"g{i}"), rejection, 1);
            }

            transaction.Commit();
        }

        var rows = platform.Ledger.Rejections;
        Assert.Equal(IngestLimits.MaxNamedStrangers + 1, rows.Count);
        Assert.Equal(50, Assert.Single(rows, row => row.Gateway == "*").Count);
        Assert.All(rows, row => Assert.True(row.Detail.Length <= IngestLimits.MaxDetailLength));
    }

    /// <summary>
    /// Flips a bit in the content of a page's first chunk and makes the chunk's check right; null outside of that content.
    /// </summary>
    private static byte[]? Forge(byte[] message, int position)
    {
        var epoch = Runs.HeaderOf(message).Epoch;
        var chunk = new ZhiSan.Edge.Buffering.Pages.Chunk();
        chunk.Read(message, RunHeader.Bytes, message.Length, epoch);
        if (position < chunk.ContentOffset || position >= chunk.ContentEnd)
        {
            return null;
        }

        var forged = (byte[])message.Clone();
        forged[position] ^= 0x10;
        var crc = Crc32.Append(epoch, forged, RunHeader.Bytes, chunk.ContentEnd - RunHeader.Bytes);
        Crc32.WriteCheck(forged, chunk.ContentEnd, crc);
        return forged;
    }

    /// <summary>A good header of an epoch of its own.</summary>
    private RunHeader Header(long firstSequence)
    {
        var header = Runs.HeaderOf(_gateway.Messages()[0]);
        (header.Epoch, header.FirstSequence, header.HeldFrom) = (7, firstSequence, 1);
        return header;
    }

    private RejectionReason Reason(Platform platform, byte[] message)
    {
        var result = platform.Ingest.Ingest(_gateway.Id, message);
        Assert.Null(result.Ack);
        return Assert.Single(result.Rejections).Reason;
    }
}
