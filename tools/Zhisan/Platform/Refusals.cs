namespace ZhiSan.Edge.Cli.Platform;

/// <summary>What to do about a gateway's refusal.</summary>
internal static class Refusals
{
    /// <summary>The reason, and what to do next.</summary>
    /// <param name="reason">As PROTOCOL.md lists them; a later gateway may know others.</param>
    public static string Explain(string reason) => reason switch
    {
        "" => "no reason given",
        "stale-counter" => "stale-counter: somebody else commands it too, try again",
        "unknown-command" => "unknown-command: its firmware does not know this one",
        "storage" => "storage: its flash refuses writes, look at 'zhisan monitor'",
        "outcome-unknown" => "outcome-unknown: it restarted meanwhile, look whether it was done",
        "no-settings" => "no-settings: this gateway has none",
        "unknown-key" => "unknown-key: 'zhisan config schema' lists the keys",
        "bad-value" => "bad-value: 'zhisan config schema' says what the key takes",
        "secret" => "secret: only the cable changes it ('zhisan provision')",
        "local-only" => "local-only: only the cable changes who it is ('zhisan provision')",
        "other-epoch" => "other-epoch: nothing of that epoch is there, leave --epoch out",
        "bad-range" => "bad-range: --from must be 1 or more and not above --to",
        "not-sent-yet" => "not-sent-yet: nothing of it was ever sent, it comes by itself",
        "busy" => "busy: another replay is under way, try again when it is done",
        _ => reason,
    };
}
