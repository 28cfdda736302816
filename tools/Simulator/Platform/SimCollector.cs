using System.Collections.Generic;
using ZhiSan.Edge.Collector;
using ZhiSan.Edge.Mqtt;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// The collector's process around its real logic: it connects, takes one message after the other, publishes what follows, dies and
/// is started again over the same database.
/// </summary>
internal sealed class SimCollector(World world, SimRandom random)
{
    private const long LookDistanceMs = 10_000;
    private const long HopMs = 3;

    private readonly Queue<SimMessage> _inbox = new();
    private CollectorDesk? _desk;
    private WatchedStore? _store;
    private int _life;
    private bool _isConnected;
    private bool _isBusy;

    /// <summary>The database.</summary>
    public SimDatabase Database { get; private set; } = new();

    /// <summary>Whether the broker keeps messages while the process is away.</summary>
    public bool PersistentSession { get; init; }

    /// <summary>Messages that wait.</summary>
    public int Queued => _inbox.Count;

    /// <summary>Crashes so far.</summary>
    public long Crashes { get; private set; }

    /// <summary>The process starts.</summary>
    public void Start()
    {
        if (_desk is not null)
        {
            return;
        }

        _life++;
        _store = new WatchedStore(world, Database);
        ICollectorStore store = world.Scenario.Plant is { } plant ? new PlantedStore(plant, _store) : _store;
        _desk = new CollectorDesk(new CollectorOptions { DatabasePath = "", Keys = world.Keys, Clock = world.Time }, store);
        var life = _life;
        world.Queue.After(random.Between(10, 2000), () => Connect(life));
        world.Queue.After(LookDistanceMs, () => Look(life));
    }

    /// <summary>The process ends, and starts again after a while.</summary>
    public void Crash(long awayMs)
    {
        if (_desk is null)
        {
            return;
        }

        Crashes++;
        _desk = null;
        _life++;
        Disconnect();
        world.Queue.After(awayMs, Start);
    }

    /// <summary>The process will end at a step of its database.</summary>
    public void CrashIn(long steps)
    {
        if (_store is not null)
        {
            _store.CrashIn = steps;
        }
    }

    /// <summary>The next transactions fail.</summary>
    public void Fail(int transactions)
    {
        if (_store is not null)
        {
            _store.Failures = transactions;
        }
    }

    /// <summary>The database is gone, and the process with it.</summary>
    public void LoseDatabase(long awayMs)
    {
        Crash(awayMs);
        Database = new SimDatabase();
    }

    /// <summary>The connection to the broker is gone.</summary>
    public void Disconnect()
    {
        _isConnected = false;
        if (!PersistentSession)
        {
            _inbox.Clear();
        }

        var life = _life;
        world.Queue.After(random.Between(100, 20_000), () => Connect(life));
    }

    /// <summary>The broker forgot the session.</summary>
    public void ForgetSession() => _inbox.Clear();

    /// <summary>The broker has a message for the collector.</summary>
    public void Receive(SimMessage message)
    {
        if (!_isConnected && !(PersistentSession && message.Qos == 1))
        {
            return;
        }

        _inbox.Enqueue(message);
        Work(_life);
    }

    private void Connect(int life)
    {
        if (life != _life || _desk is null || _isConnected)
        {
            return;
        }

        if (!world.Broker.IsUp)
        {
            world.Queue.After(random.Between(100, 10_000), () => Connect(life));
            return;
        }

        _isConnected = true;
        world.Trace.Note("collector", "connected");
        Run(() =>
        {
            foreach (var message in _desk!.Greeting())
            {
                Publish(message);
            }
        });
        foreach (var message in new List<SimMessage>(world.Broker.Retained.Values))
        {
            Receive(message);
        }

        Work(life);
    }

    // One message at a time, each after a short while: between any two of them the world goes on.
    private void Work(int life)
    {
        if (!_isBusy && _isConnected && life == _life && _inbox.Count > 0)
        {
            _isBusy = true;
            world.Queue.After(1, () => Take(life));
        }
    }

    private void Take(int life)
    {
        _isBusy = false;
        if (life != _life || !_isConnected || !_inbox.TryPeek(out var message))
        {
            Work(_life);
            return;
        }

        var isTaken = Run(() =>
        {
            var answer = _desk!.Take(new MqttMessage(message.Topic, message.Payload, (MqttQos)message.Qos, message.Retain));
            if (answer is not null)
            {
                Publish(answer);
            }
        });
        if (isTaken)
        {
            _inbox.TryDequeue(out _);
            Work(_life);
        }
    }

    private void Look(int life)
    {
        if (life != _life || _desk is null)
        {
            return;
        }

        if (_isConnected)
        {
            Run(() =>
            {
                foreach (var command in _desk!.DueCommands())
                {
                    world.Trace.Note("collector", "asks " + command.Topic + " " + command.PayloadText);
                    world.Coverage.Reach("repair asked");
                    Publish(command);
                }
            });
        }

        world.Queue.After(LookDistanceMs, () => Look(life));
    }

    private void Publish(MqttMessage message)
    {
        world.Acked(message);
        var copy = new SimMessage(message.Topic, message.Payload.ToArray(), (int)message.Qos, message.Retain);
        world.Queue.After(HopMs, () => world.Broker.Take(copy));
    }

    private bool Run(System.Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (CollectorCrashException)
        {
            var away = random.Spread(2000, 600_000);
            world.Trace.Note("collector", "dies between two steps, back after ms", away);
            Crash(away);
            return false;
        }
        catch (CollectorStoreException)
        {
            world.Trace.Note("collector", "the database refuses; connects again");
            Disconnect();
            return false;
        }
        catch (System.Exception broken) when (broken is not PowerCutException)
        {
            world.Violate("alive", "collector", $"{broken.GetType().Name}: {broken.Message}");
            return false;
        }
    }
}
