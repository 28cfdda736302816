namespace ZhiSan.Edge.Tests.Host.Collector;

/// <summary>The tables and views of version 1 of the database, as they were.</summary>
internal static class SchemaVersion1
{
    public const string Create = "PRAGMA application_id = 1515406659; PRAGMA user_version = 1;" + Tables + Facts + Accounts + RecordView + ReadingView;

    private const string Tables = """
        CREATE TABLE gateways (
            id INTEGER PRIMARY KEY,
            site TEXT NOT NULL,
            gateway TEXT NOT NULL,
            state TEXT,
            state_ms INTEGER,
            current_epoch INTEGER NOT NULL DEFAULT 0,
            heartbeat TEXT,
            heartbeat_ms INTEGER,
            heartbeat_epoch INTEGER,
            heartbeat_durable INTEGER,
            heartbeat_freed INTEGER,
            UNIQUE (site, gateway)) STRICT;
        CREATE TABLE epochs (
            gateway_id INTEGER NOT NULL REFERENCES gateways,
            epoch INTEGER NOT NULL,
            ack_through INTEGER NOT NULL,
            held_from INTEGER NOT NULL,
            durable INTEGER NOT NULL DEFAULT 0,
            duplicates INTEGER NOT NULL,
            first_received_ms INTEGER NOT NULL,
            last_received_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch)) STRICT, WITHOUT ROWID;
        CREATE TABLE pages (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            mac BLOB NOT NULL,
            previous_mac BLOB NOT NULL,
            raw BLOB NOT NULL,
            received_ms INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX pages_by_first ON pages (gateway_id, epoch, first_seq);
        CREATE TABLE records (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            boot INTEGER NOT NULL,
            uptime_s INTEGER NOT NULL,
            boot_utc_ms INTEGER,
            channel_set INTEGER,
            body BLOB,
            PRIMARY KEY (gateway_id, epoch, seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE readings (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            value INTEGER,
            quality INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, seq, channel)) STRICT, WITHOUT ROWID;

        """;

    private const string Facts = """
        CREATE TABLE channel_sets (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            id INTEGER NOT NULL,
            period_s INTEGER NOT NULL,
            defined INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, id)) STRICT, WITHOUT ROWID;
        CREATE TABLE channels (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            channel_set INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            name TEXT NOT NULL,
            unit TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, channel_set, channel)) STRICT, WITHOUT ROWID;
        CREATE TABLE boots (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            boot INTEGER NOT NULL,
            first_seq INTEGER,
            last_seq INTEGER,
            first_uptime_s INTEGER,
            last_uptime_s INTEGER,
            boot_utc_ms INTEGER,
            boot_utc_seq INTEGER,
            boot_seq INTEGER,
            previous_stop INTEGER,
            firmware TEXT,
            detail TEXT,
            PRIMARY KEY (gateway_id, epoch, boot)) STRICT, WITHOUT ROWID;
        CREATE TABLE anchors (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            boot INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            uptime_ms INTEGER NOT NULL,
            utc_ms INTEGER NOT NULL,
            source INTEGER NOT NULL,
            step_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, boot, seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE incidents (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            begin_seq INTEGER NOT NULL,
            cause INTEGER NOT NULL,
            begin_boot INTEGER,
            begin_uptime_s INTEGER,
            end_seq INTEGER,
            end_boot INTEGER,
            end_uptime_s INTEGER,
            duration_s INTEGER,
            first_seq INTEGER,
            last_seq INTEGER,
            PRIMARY KEY (gateway_id, epoch, begin_seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE losses (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            cause INTEGER NOT NULL,
            first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, seq)) STRICT, WITHOUT ROWID;
        CREATE INDEX losses_by_last ON losses (gateway_id, epoch, last_seq);
        CREATE TABLE thinned (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            boot INTEGER NOT NULL,
            start_s INTEGER NOT NULL,
            end_s INTEGER NOT NULL,
            boot_utc_ms INTEGER,
            channel_set INTEGER NOT NULL,
            count INTEGER NOT NULL,
            minimum INTEGER,
            maximum INTEGER,
            mean INTEGER,
            PRIMARY KEY (gateway_id, epoch, seq, channel)) STRICT, WITHOUT ROWID;

        """;

    private const string Accounts = """
        CREATE TABLE chain_breaks (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            first_seq INTEGER NOT NULL,
            expected_mac BLOB NOT NULL,
            found_mac BLOB NOT NULL,
            received_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, first_seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE conflicts (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            kind TEXT NOT NULL,
            count INTEGER NOT NULL,
            detail TEXT NOT NULL,
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, kind)) STRICT, WITHOUT ROWID;
        CREATE TABLE rejections (
            site TEXT NOT NULL,
            gateway TEXT NOT NULL,
            reason TEXT NOT NULL,
            count INTEGER NOT NULL,
            detail TEXT NOT NULL,
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL,
            PRIMARY KEY (site, gateway, reason)) STRICT, WITHOUT ROWID;
        CREATE TABLE incident_messages (
            gateway_id INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            phase TEXT NOT NULL,
            cause TEXT NOT NULL,
            message TEXT NOT NULL,
            received_ms INTEGER NOT NULL,
            PRIMARY KEY (gateway_id, epoch, seq)) STRICT, WITHOUT ROWID;

        """;

    // A record that came before its boot learned UTC is resolved by the first anchor behind it. Where that anchor's page is
    // missing, any page of the boot that knows does as well.
    private const string RecordView = """
        CREATE VIEW record_view AS
        SELECT gateway_id, site, gateway, epoch, seq, kind, boot, uptime_s, channel_set, body,
            resolved_ms + uptime_s * 1000 AS utc_ms,
            strftime('%Y-%m-%dT%H:%M:%S', (resolved_ms + uptime_s * 1000) / 1000, 'unixepoch')
                || printf('.%03dZ', (resolved_ms + uptime_s * 1000) % 1000) AS utc,
            CASE WHEN boot_utc_ms IS NOT NULL THEN 'exact' WHEN resolved_ms IS NOT NULL THEN 'anchored' ELSE 'unknown' END
                AS timeQuality
        FROM (
            SELECT r.*, g.site, g.gateway, COALESCE(
                r.boot_utc_ms,
                (SELECT a.utc_ms - a.uptime_ms FROM anchors a
                    WHERE a.gateway_id = r.gateway_id AND a.epoch = r.epoch AND a.boot = r.boot AND a.seq > r.seq
                    ORDER BY a.seq LIMIT 1),
                (SELECT b.boot_utc_ms FROM boots b
                    WHERE b.gateway_id = r.gateway_id AND b.epoch = r.epoch AND b.boot = r.boot)) AS resolved_ms
            FROM records r JOIN gateways g ON g.id = r.gateway_id);

        """;

    // Exact text of a fixed-point integer: no floating point anywhere. A set that is not known yet leaves name, unit and value
    // open.
    private const string ReadingView = """
        CREATE VIEW reading_view AS
        SELECT r.site, r.gateway, r.epoch, r.seq, d.channel,
            COALESCE(c.name, 'channel-' || d.channel) AS name, c.unit,
            CASE WHEN d.value IS NULL OR c.decimals IS NULL THEN NULL
                WHEN c.decimals = 0 THEN CAST(d.value AS TEXT)
                ELSE (CASE WHEN d.value < 0 THEN '-' ELSE '' END) || (abs(d.value) / p.power) || '.'
                    || printf('%0*d', c.decimals, abs(d.value) % p.power) END AS value,
            d.value AS raw, c.decimals, d.quality, r.utc, r.utc_ms, r.timeQuality, r.boot, r.uptime_s, d.gateway_id
        FROM readings d
        JOIN record_view r ON r.gateway_id = d.gateway_id AND r.epoch = d.epoch AND r.seq = d.seq
        LEFT JOIN channels c ON c.gateway_id = d.gateway_id AND c.epoch = d.epoch AND c.channel_set = r.channel_set
            AND c.channel = d.channel
        LEFT JOIN (SELECT 0 AS digits, 1 AS power
            UNION ALL VALUES (1, 10), (2, 100), (3, 1000), (4, 10000), (5, 100000), (6, 1000000)) p
            ON p.digits = c.decimals;

        """;
}
