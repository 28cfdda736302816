using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Records;
using ZhiSan.Edge.Core.Configuration;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.Core.Console;

/// <summary>The commands that only tell. Each is carried out in steps, one piece of text a step, and says when it is done.</summary>
internal sealed class InfoCommands
{
    private const int HelpColumn = 30;
    private const int ReadPatienceMs = 30 * 1000;
    private const int LookAgainMs = 100;
    private const long EarliestUtc = 1700000000;
    private const byte TimeFromPerson = 3;
    private const int SecondColumn = 26;
    private const int ThirdColumn = 46;

    private readonly ConsoleSession _session;
    private readonly ConsoleReply _reply;
    private readonly Gateway _gateway;
    private long _scansBefore;
    private long _readEndsMs;

    public InfoCommands(ConsoleSession session)
    {
        _session = session;
        _reply = session.Reply;
        _gateway = session.Gateway;
    }

    public bool Step(int command, int step)
    {
        switch (command)
        {
            case CommandTable.Help: return Help(step);
            case CommandTable.Status: return Status(step);
            case CommandTable.Sensors: return Sensors(step);
            case CommandTable.SensorsRead: return ReadSensor(step);
            case CommandTable.Buffer: return Buffer();
            case CommandTable.Log: return Log(step);
            case CommandTable.Lang: return Lang();
            case CommandTable.Note: return Note();
            case CommandTable.Time: return Time();
            case CommandTable.TimeSet: return TimeSet();
            default: return Version();
        }
    }

    private bool Help(int step)
    {
        if (step == 0)
        {
            _reply.BeginList("commands");
        }

        if (step == CommandTable.Count)
        {
            _reply.EndList();
            _reply.Say(
                "* needs 'login'. Words may be shortened.", "* 需要先 login。命令可缩写。");
            _reply.Say(
                "Tab completes, Ctrl-U clears, Ctrl-C stops, arrows recall.", "Tab 补全，Ctrl-U 清行，Ctrl-C 中止，上下键调出历史。");
            return _session.Succeed();
        }

        bool isAll = _session.Arguments.Length == 0;
        if (isAll && !_reply.IsMachine && CommandTable.IsMore(step))
        {
            // A screen has 24 rows: the first of its kind stands for it.
            return false;
        }

        if (isAll || CommandTable.CouldBe(_session.Arguments, step))
        {
            string row = CommandTable.Row(step);
            _reply.BeginRow();
            _reply.Cell("command", 0).Text(CommandLine.Part(row, 0)).Also("arguments").Human(" ", " ").Text(CommandLine.Part(row, 4));
            _reply.Cell("help", HelpColumn).Text(CommandLine.Part(row, _reply.SpeaksChinese() ? 3 : 2));
            string mark = CommandTable.NeedsLogin(step) ? " *" : string.Empty;
            _reply.Human(mark, mark);
            if (isAll && CommandTable.IsMore(step + 1))
            {
                string name = CommandLine.Word(CommandLine.Part(row, 0), 0);
                _reply.Human("; more: help ", "；更多：help ").Human(name, name);
            }

            _reply.EndRow();
        }

        return false;
    }

    private bool Status(int step)
    {
        Watermarks marks = _gateway.Watermarks;
        Journal journal = _gateway.Journal;
        if (step == 0)
        {
            Who();
            Clock();
            return false;
        }

        _reply.Field("link", "链路").Text(_session.LinkName);
        _reply.Field("unacked", "待确认").Number(marks.Durable - marks.Acked).Human(" of ", " / ");
        _reply.Also("taken").Number(marks.Durable).Human(" records", " 条记录");
        _reply.Field("segments", "缓冲段").Number(journal.Segments).Human(" of ", " / ").Also("ofSegments").Number(journal.MaxSegments);
        _reply.Field("failing", "故障传感器").Number(FailingSensors()).Human(" of ", " / ").Also("sensors").Number(SensorCount).Human(" sensors", " 个");
        _reply.Field("flash", "闪存").Text(journal.StorageFailing ? "failing" : "ok");
        return _session.Succeed();
    }

    private int SensorCount => _gateway.Sampler == null ? 0 : _gateway.Sampler.SensorCount;

    private int FailingSensors()
    {
        int failing = 0;
        for (int i = 0; i < SensorCount; i++)
        {
            failing += _gateway.Sampler!.GetHealth(i).ConsecutiveFailures > 0 ? 1 : 0;
        }

        return failing;
    }

    // First the channels with their newest values, then the sensors with their health.
    private bool Sensors(int step)
    {
        Record scan = _gateway.LastScan;
        if (step == 0)
        {
            if (scan.ChannelCount > 0)
            {
                TimeText.Duration(_reply.Field("age", "距今"), (_session.NowMs / 1000) - scan.UptimeSeconds);
            }

            _reply.BeginList("channels");
            return false;
        }

        int channel = step - 1;
        if (channel < _gateway.Channels.Count)
        {
            Channel(channel);
            return false;
        }

        int sensor = channel - _gateway.Channels.Count;
        if (sensor == 0)
        {
            _reply.EndList();
            _reply.BeginList("sensors");
        }

        if (sensor < SensorCount)
        {
            SensorHealth health = _gateway.Sampler!.GetHealth(sensor);
            _reply.BeginRow();
            _reply.Cell("id", 0).Text(_gateway.Sampler.GetSensor(sensor).Id);
            _reply.Cell("readings", SecondColumn).Number(health.Readings).Human(" readings", " 次读数");
            _reply.Cell("failures", ThirdColumn).Number(health.Failures).Human(" failures", " 次失败");
            _reply.Also("lastError").Human(" ", " ").Text(health.LastError);
            _reply.EndRow();
            return false;
        }

        _reply.EndList();
        return _session.Succeed();
    }

    private bool ReadSensor(int step)
    {
        Sampler? sampler = _gateway.Sampler;
        int sensor = FindSensor(_session.Argument(0));
        if (sampler == null || sensor < 0)
        {
            return _session.Fail("unknown-sensor", "'sensors' lists them", "没有此传感器，sensors 查看列表");
        }

        if (step == 0)
        {
            _scansBefore = sampler.Scans;
            _readEndsMs = _session.NowMs + ReadPatienceMs;
            sampler.MeasureSoon(sensor, _session.NowMs);
        }

        Record scan = _gateway.LastScan;
        int first = 0;
        for (int i = 0; i < sensor; i++)
        {
            first += sampler.GetSensor(i).ChannelCount;
        }

        bool isRead = sampler.Scans > _scansBefore && scan.ChannelCount > first && scan.Qualities[first] != Quality.Absent;
        if (!isRead && _session.NowMs < _readEndsMs)
        {
            _session.WakeMs = _session.NowMs + LookAgainMs;
            return false;
        }

        if (!isRead)
        {
            return _session.Fail("timeout", "the sensor gave nothing in 30 s", "30 秒内无读数");
        }

        _reply.BeginList("channels");
        for (int i = 0; i < sampler.GetSensor(sensor).ChannelCount; i++)
        {
            Channel(first + i);
        }

        _reply.EndList();
        return _session.Succeed();
    }

    private int FindSensor(string text)
    {
        long number = CommandLine.Number(text, SensorCount);
        for (int i = 0; i < SensorCount; i++)
        {
            if (number == i + 1 || _gateway.Sampler!.GetSensor(i).Id == text)
            {
                return i;
            }
        }

        return -1;
    }

    private void Channel(int channel)
    {
        Record scan = _gateway.LastScan;
        _reply.BeginRow();
        _reply.Cell("name", 0).Text(_gateway.Channels.Names[channel]);
        if (scan.ChannelCount > 0 && Quality.HasValue(scan.Qualities[channel]))
        {
            _reply.Cell("value", SecondColumn).Fixed(scan.Values[channel], _gateway.Channels.Decimals[channel]);
        }

        _reply.Also("unit").Human(" ", " ").Text(_gateway.Channels.Units[channel]);
        _reply.Cell("quality", ThirdColumn).Text(Quality.Name(scan.ChannelCount > 0 ? scan.Qualities[channel] : Quality.Absent));
        _reply.EndRow();
    }

    private bool Buffer()
    {
        Watermarks marks = _gateway.Watermarks;
        Journal journal = _gateway.Journal;
        _reply.Field("epoch", "纪元").Number(journal.Epoch);
        _reply.Field("boot", "启动次数").Number(journal.Boot);
        _reply.Field("appended", "已编号").Number(marks.Appended);
        _reply.Field("durable", "已落盘").Number(marks.Durable);
        _reply.Field("sealed", "已封页").Number(marks.Sealed);
        _reply.Field("sent", "已发送").Number(marks.Sent);
        _reply.Field("acked", "已确认").Number(marks.Acked);
        _reply.Field("freed", "已释放").Number(marks.Freed);
        _reply.Field("segments", "缓冲段").Number(journal.Segments).Human(" of ", " / ").Also("ofSegments").Number(journal.MaxSegments);
        return _session.Succeed();
    }

    private bool Log(int step)
    {
        if (step == 0)
        {
            _reply.BeginList("incidents");
        }

        if (step >= _gateway.IncidentLog.Count)
        {
            if (step == 0)
            {
                _reply.Say("none since the start", "启动以来无中断");
            }

            _reply.EndList();
            return _session.Succeed();
        }

        IncidentEntry entry = _gateway.IncidentLog.Get(step);
        _reply.BeginRow();
        _reply.Cell("seq", 0).Number(entry.Sequence);
        _reply.Cell("uptime", 9);
        TimeText.Duration(_reply, entry.UptimeSeconds);
        _reply.Cell("phase", 22).Text(entry.IsEnd ? "end" : "begin");
        _reply.Cell("cause", 29).Text(IncidentCause.Name(entry.Cause));
        if (entry.IsEnd)
        {
            _reply.Cell("seconds", 42).Number(entry.Seconds).Human(" s", " 秒");
        }

        _reply.EndRow();
        return false;
    }

    private bool Lang()
    {
        string word = _session.Argument(0);
        if (word != "zh" && word != "en")
        {
            return _session.Fail("bad-value", "lang zh, or lang en", "lang zh 或 lang en");
        }

        _reply.IsChinese = word == "zh";
        if (_session.Configuration.Saved(ConfigurationKeys.Language) != word)
        {
            _reply.Say("until the restart; 'config set lang en' and 'config save' keep it", "重启前有效；config set lang zh 后 config save 可保留");
        }

        return _session.Succeed();
    }

    private bool Version()
    {
        Who();
        _reply.Field("protocol", "协议").Number(1);
        _reply.Field("factoryPin", "出厂 PIN").Flag(_session.Configuration.Pin.Length == 0);
        _reply.Field("configured", "已配置").Flag(_session.Configuration.IsProvisioned);
        return _session.Succeed();
    }

    private bool Time()
    {
        Clock();
        return _session.Succeed();
    }

    private bool TimeSet()
    {
        long utc = TimeText.Parse(_session.Argument(0));
        if (utc < EarliestUtc)
        {
            return _session.Fail("bad-value", "like 2026-11-27T08:00:00Z, in UTC", "格式：2026-11-27T08:00:00Z（UTC）");
        }

        if (!_gateway.IsStarted)
        {
            return _session.Fail("not-provisioned", "nothing is recorded yet", "尚无记录");
        }

        _gateway.SetUtc(_session.NowMs, utc * 1000, TimeFromPerson);
        return Time();
    }

    private bool Note()
    {
        if (_session.Arguments.Length == 0)
        {
            return _session.Fail("bad-value", "note <words>", "用法：note <备注>");
        }

        long number = _gateway.TakeNote(_session.NowMs, NoteBody.FromTechnician, _session.Arguments);
        if (number == 0)
        {
            return _session.End(StoreStatus.Failed);
        }

        _reply.Field("seq", "记录号").Number(number);
        return _session.Succeed();
    }

    private void Clock()
    {
        TimeText.Duration(_reply.Field("uptime", "运行时间"), _session.NowMs / 1000);
        _reply.Field("utc", "UTC 时间");
        if (_gateway.BootUtcMs == 0)
        {
            _reply.Human("unknown", "未知").Raw(_reply.IsMachine ? "null" : string.Empty);
        }
        else
        {
            TimeText.Utc(_reply, (_gateway.BootUtcMs + _session.NowMs) / 1000);
        }
    }

    private void Who()
    {
        _reply.Field("gateway", "网关").Text(_session.Id);
        _reply.Field("firmware", "固件").Text(_gateway.Options.Firmware);
    }
}
