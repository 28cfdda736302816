using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// Somebody with a laptop at a gateway's cable, at bad moments: changes settings, restarts, takes the records out, brings them to the
/// platform later, erases the flash. Speaks the console's form for programs, one command after the other.
/// </summary>
internal sealed class SimTechnician(World world, SimGateway gateway, SimRandom random)
{
    private const long TurnMs = 40;
    private const long PatienceMs = 20 * 60_000;
    private const long MinuteMs = 60_000;
    private const string FactoryPin = "123456";
    private const string OwnPin = "246810";

    private readonly byte[] _buffer = new byte[480];
    private readonly StringBuilder _line = new();
    private List<byte[]> _runs = [];
    private IEnumerator<string>? _script;
    private byte[] _typed = [];
    private JsonElement _answer;
    private string _awaited = "";
    private int _command;
    private int _visit;
    private long _endsMs;
    private uint _epoch;
    private long _first;
    private long _through;

    private bool IsOk => _answer.ValueKind == JsonValueKind.Object && _answer.GetProperty("ok").GetBoolean();

    /// <summary>Comes to the gateway, if it has power and nobody is there.</summary>
    public void Visit()
    {
        if (_script is not null || !gateway.IsOn)
        {
            return;
        }

        var permille = random.Below(1000);
        var (what, script) = permille < 550 ? ("settings", Settings()) : permille < 850 ? ("an evacuation", Evacuate()) : ("a new start", StartAnew());
        world.Trace.Note(gateway.Name, "a technician comes for " + what);
        if (random.Chance(300))
        {
            gateway.CutSoon(random.Below(4), random, random.Chance(600) ? "settings" : "");
        }

        _visit++;
        _script = script.GetEnumerator();
        Next();
        var visit = _visit;
        world.Queue.After(TurnMs, () => Turn(visit));
    }

    private IEnumerable<string> Login()
    {
        foreach (var pin in new[] { OwnPin, FactoryPin })
        {
            yield return "login " + pin;
            if (IsOk)
            {
                break;
            }
        }

        if (IsOk && _answer.GetProperty("factoryPin").GetBoolean())
        {
            yield return "passwd " + OwnPin;
        }
    }

    private IEnumerable<string> Settings()
    {
        foreach (var line in Login())
        {
            yield return line;
        }

        for (var i = random.Between(1, 3); i > 0; i--)
        {
            var seconds = (int)random.Spread(60, 7200);
            yield return string.Create(CultureInfo.InvariantCulture, $"config set seal {seconds}");
            if (random.Chance(250))
            {
                world.Coverage.Reach("technician reverts");
                yield return "config revert";
                continue;
            }

            world.Coverage.Reach("technician saves");
            gateway.Settings.Try(seconds);
            yield return "config save";
            if (IsOk)
            {
                gateway.Settings.Saved(seconds);
            }
        }

        if (random.Chance(300))
        {
            yield return "note looked after";
        }

        if (random.Chance(500))
        {
            world.Coverage.Reach("technician restarts");
            yield return "reboot";
        }
    }

    private IEnumerable<string> Evacuate()
    {
        foreach (var line in Login())
        {
            yield return line;
        }

        _runs = [];
        yield return random.Chance(500) ? "evacuate" : "evacuate all";
        if (IsOk)
        {
            world.Coverage.Reach("technician evacuates");
            BringLater(_runs, _epoch, _first, _through);
        }
    }

    // Everything that waits comes along; then the flash is erased, and the gateway begins a new epoch.
    private IEnumerable<string> StartAnew()
    {
        foreach (var line in Evacuate())
        {
            yield return line;
        }

        if (IsOk)
        {
            world.Coverage.Reach("technician erases");
            gateway.Erase(_epoch, _through, random.Between(5000, 600_000));
        }
    }

    // What is taken out is brought to the platform, until that has it or already knew.
    private void BringLater(List<byte[]> runs, uint epoch, long first, long through)
    {
        var latest = Math.Max(MinuteMs, world.FaultsEndMs - world.Queue.NowMs);
        world.Queue.After(Math.Min(random.Spread(MinuteMs, 24 * 60 * MinuteMs), latest), () => Bring(runs, epoch, first, through));
    }

    private void Bring(List<byte[]> runs, uint epoch, long first, long through)
    {
        world.Coverage.Reach("technician imports");
        world.Trace.Note(gateway.Name, "a technician brings what was taken out, runs", runs.Count, through);
        foreach (var run in runs)
        {
            world.Broker.Take(new SimMessage(gateway.Id.TopicRoot + "/pages", run, 1, false));
        }

        world.Queue.After(30 * MinuteMs, () =>
        {
            var truth = gateway.Oracle.Epoch(epoch);
            if (!truth.HasAll(first, through))
            {
                Bring(runs, epoch, first, through);
            }
        });
    }

    private void Next()
    {
        if (!_script!.MoveNext())
        {
            _script = null;
            return;
        }

        _awaited = string.Create(CultureInfo.InvariantCulture, $"@{++_command}");
        _typed = Encoding.ASCII.GetBytes($"{_awaited} {_script.Current}\r");
        _answer = default;
        _endsMs = world.Queue.NowMs + PatienceMs;
    }

    private void Turn(int visit)
    {
        if (visit != _visit || _script is null)
        {
            return;
        }

        if (!gateway.IsOn || world.Queue.NowMs > _endsMs)
        {
            world.Coverage.Reach(gateway.IsOn ? "technician gives up" : "technician power cut");
            _script = null;
            return;
        }

        var typed = _typed;
        _typed = [];
        var count = gateway.Cable(typed, _buffer);
        for (var i = 0; i < count && _script is not null; i++)
        {
            _line.Append((char)_buffer[i]);
            if (_buffer[i] == '\n')
            {
                Take(_line.ToString().TrimEnd());
                _line.Clear();
            }
        }

        world.Queue.After(TurnMs, () => Turn(visit));
    }

    private void Take(string line)
    {
        var star = line.LastIndexOf('*');
        var space = line.IndexOf(' ');
        if (space < 0 || star < space || (line[..space] != _awaited && line[..space] != _awaited + "+"))
        {
            return;
        }

        var json = JsonDocument.Parse(line[space..star]).RootElement;
        if (line[..space] == _awaited)
        {
            _answer = json;
            Next();
            return;
        }

        if (json.TryGetProperty("run", out var run))
        {
            _runs.Add(run.GetBytesFromBase64());
        }
        else if (json.TryGetProperty("through", out var through))
        {
            (_first, _through, _epoch) = (json.GetProperty("first").GetInt64(), through.GetInt64(), json.GetProperty("epoch").GetUInt32());
        }
    }
}
