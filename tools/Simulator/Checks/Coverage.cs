using System;
using System.Collections.Generic;
using System.Linq;

namespace ZhiSan.Edge.Simulator;

/// <summary>Which situations a campaign got into. All that can be reached are listed, so that those never reached show.</summary>
public sealed class Coverage
{
    private static readonly string[] Calls = ["append tail", "write tail", "append segment", "write segment", "delete segment", "write state", "write settings"];

    private readonly SortedDictionary<string, long> _reached = new(StringComparer.Ordinal);

    /// <summary>How often each situation was reached.</summary>
    public IReadOnlyDictionary<string, long> Reached => _reached;

    /// <summary>Everything that can be reached.</summary>
    public static IReadOnlyList<string> Reachable { get; } = [.. List()];

    /// <summary>What can be reached and was not.</summary>
    public IReadOnlyList<string> Missing => [.. Reachable.Where(name => !_reached.ContainsKey(name))];

    /// <summary>A situation was reached.</summary>
    public void Reach(string name) => _reached[name] = _reached.GetValueOrDefault(name) + 1;

    /// <summary>Adds what another run reached.</summary>
    public void Add(Coverage other)
    {
        foreach (var (name, count) in other._reached)
        {
            _reached[name] = _reached.GetValueOrDefault(name) + count;
        }
    }

    private static IEnumerable<string> List()
    {
        foreach (var call in Calls)
        {
            foreach (var mode in Enum.GetValues<CutMode>())
            {
                yield return $"cut {call} {mode}";
            }
        }

        foreach (var refusal in Enum.GetValues<Refusal>())
        {
            yield return $"refusal {refusal}";
        }

        string[] tails = ["none", "pending", "torn", "noise"];
        string[] newest = ["none", "whole", "damaged-end", "unusable"];
        foreach (var tail in tails)
        {
            foreach (var segment in newest)
            {
                yield return $"recovery tails {tail}, newest segment {segment}";
            }
        }

        string[] rows = ["formatted", "unreadable tail", "damaged end", "unreadable segment", "channel set missing"];
        foreach (var row in rows)
        {
            yield return $"recovery {row}";
        }

        string[] links = ["Down>Connecting", "Connecting>Up", "Connecting>Down", "Up>Down", "Up>Stopped", "Down>Stopped", "Connecting>Stopped"];
        foreach (var link in links)
        {
            yield return $"link {link}";
        }

        string[] causes = ["command", "wifi", "ip", "dns", "broker", "credentials", "power", "sensor", "storage", "clock", "platform"];
        foreach (var cause in causes)
        {
            yield return $"incident {cause}";
        }

        string[] losses = ["thinned", "lost ring full", "lost damaged", "lost storage failed", "lost torn write"];
        foreach (var loss in losses)
        {
            yield return $"loss {loss}";
        }

        string[] stops = ["first boot", "power", "clean"];
        foreach (var stop in stops)
        {
            yield return $"boot after {stop}";
        }

        string[] acts = ["saves", "reverts", "restarts", "evacuates", "imports", "erases", "power cut"];
        foreach (var act in acts)
        {
            yield return "technician " + act;
        }

        yield return "repair asked";
        yield return "collector crash before commit";
        yield return "collector crash behind commit";
    }
}
