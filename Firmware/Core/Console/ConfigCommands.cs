using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Configuration;

namespace ZhiSan.Edge.Core.Console;

/// <summary>The <c>config</c> commands. A secret is set and never shown.</summary>
internal sealed class ConfigCommands
{
    private readonly ConsoleSession _session;
    private readonly ConsoleReply _reply;
    private readonly GatewayConfiguration _configuration;

    public ConfigCommands(ConsoleSession session)
    {
        _session = session;
        _reply = session.Reply;
        _configuration = session.Configuration;
    }

    public bool Step(int command, int step)
    {
        switch (command)
        {
            case CommandTable.ConfigShow: return Show(step);
            case CommandTable.ConfigGet: return Get();
            case CommandTable.ConfigSet: return Set(step);
            case CommandTable.ConfigDiff: return Diff(step);
            case CommandTable.ConfigSave: return Save();
            case CommandTable.ConfigConfirm:
                return Stored(_configuration.Confirm());

            case CommandTable.ConfigReset:
                _configuration.Reset();
                break;

            default:
                _configuration.Revert();
                break;
        }

        _reply.Say("'config diff' shows what 'config save' would change", "config diff 查看更改，config save 保存");
        return _session.Succeed();
    }

    private bool Show(int step)
    {
        if (step == 0)
        {
            _reply.Field("revision", "配置版本").Number(_configuration.Revision);
            _reply.Field("trial", "试用中").Flag(_configuration.IsOnTrial);
            _reply.Field("damaged", "已损坏").Flag(_configuration.IsDamaged);
            _reply.Field("unsaved", "未保存项").Number(CountChanges());
            _reply.Field("rebootDue", "待重启").Flag(_configuration.IsRebootDue);
            _reply.Field("keyPrint", "密钥指纹").Text(_configuration.KeyPrint());
            _reply.BeginObject("keys");
        }

        if (step < ConfigurationKeys.Count)
        {
            ShowValue(_reply.Field(ConfigurationKeys.Name(step), ConfigurationKeys.Name(step)), step, _configuration.Current(step));
            _reply.Human(" ", " ").Human(Unit(step), Unit(step));
            _reply.Human(_configuration.IsChanged(step) ? " (not saved)" : string.Empty, _configuration.IsChanged(step) ? "（未保存）" : string.Empty);
            return false;
        }

        _reply.EndRow();
        return _session.Succeed();
    }

    private bool Get()
    {
        int key = FindKey();
        if (key < 0)
        {
            return true;
        }

        string row = ConfigurationKeys.Row(key);
        _reply.Field("key", "项").Text(ConfigurationKeys.Name(key));
        ShowValue(_reply.Field("value", "当前值"), key, _configuration.Current(key));
        ShowValue(_reply.Field("saved", "已保存值"), key, _configuration.Saved(key));
        _reply.Field("default", "默认值").Text(CommandLine.Part(row, 4));
        ShowRange(row);
        _reply.Field("help", "说明").Text(CommandLine.Part(row, _reply.SpeaksChinese() ? 8 : 7));
        return _session.Succeed();
    }

    private bool Set(int step)
    {
        int key = FindKey();
        if (key < 0)
        {
            return true;
        }

        if (step == 0 && ConfigurationKeys.IsSecret(key) && _session.Argument(1).Length == 0)
        {
            return _session.Ask("value (not shown): ", "值（不显示）：");
        }

        string value = step > 0 ? _session.Answer : Unquoted(CommandLine.Rest(_session.Arguments, 1));
        if (!ConfigurationKeys.Accepts(key, value))
        {
            string row = ConfigurationKeys.Row(key);
            ShowRange(row);
            return _session.Fail("bad-value", "not a value of this key: 'config get' tells more", "该值无效，config get 查看说明");
        }

        _reply.Field("changed", "已修改").Flag(_configuration.Current(key) != value);
        _configuration.SetCurrent(key, value);
        return _session.Succeed();
    }

    private bool Diff(int step)
    {
        if (step == 0)
        {
            _reply.BeginList("changes");
        }

        if (step == ConfigurationKeys.Count)
        {
            if (CountChanges() == 0)
            {
                _reply.Say("nothing: all is saved", "没有未保存的更改");
            }

            _reply.EndList();
            return _session.Succeed();
        }

        if (_configuration.IsChanged(step))
        {
            _reply.BeginRow();
            _reply.Cell("key", 0).Text(ConfigurationKeys.Name(step));
            ShowValue(_reply.Cell("saved", 18), step, _configuration.Saved(step));
            _reply.Human(" -> ", " -> ");
            ShowValue(_reply.Also("value"), step, _configuration.Current(step));
            _reply.EndRow();
        }

        return false;
    }

    private bool Save()
    {
        bool isOther = false;
        bool needsReboot = false;
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            bool isChanged = _configuration.IsChanged(i);
            isOther = isOther || (isChanged && i <= ConfigurationKeys.Key);
            needsReboot = needsReboot || (isChanged && ConfigurationKeys.NeedsReboot(i));
        }

        if (_configuration.Pin.Length == 0)
        {
            return _session.Fail("factory-pin", "change the factory PIN first: 'passwd'", "请先用 passwd 更改出厂 PIN 码");
        }

        Watermarks marks = _session.Gateway.Watermarks;
        if (isOther && marks.Durable > marks.Acked)
        {
            // They are numbered and signed under the old name.
            return _session.Fail(
                "unsent-records", "records wait for the platform: let them be sent, or evacuate them and let it acknowledge",
                "仍有记录未确认，请先上传或导出后再更改身份");
        }

        bool isSpokenOtherwise = _configuration.IsChanged(ConfigurationKeys.Language);
        StoreStatus status = _configuration.Save(GatewayConfiguration.BySerial);
        if (status == StoreStatus.Ok && isSpokenOtherwise)
        {
            _session.SpeakAsConfigured();
        }

        if (status == StoreStatus.Ok && needsReboot)
        {
            _reply.Say("saved; acts after 'reboot'", "已保存，reboot 后生效");
        }

        if (_configuration.IsOnTrial)
        {
            _reply.Say(
                "network settings are on trial: kept once the broker is reached, or by 'config confirm'",
                "网络设置试用中：连上服务器或 config confirm 后保留，否则恢复");
        }

        _reply.Field("needsReboot", "需重启").Flag(needsReboot);
        return Stored(status);
    }

    private bool Stored(StoreStatus status)
    {
        _reply.Field("revision", "配置版本").Number(_configuration.Revision);
        _reply.Field("trial", "试用中").Flag(_configuration.IsOnTrial);
        return _session.End(status);
    }

    private int CountChanges()
    {
        int count = 0;
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            count += _configuration.IsChanged(i) ? 1 : 0;
        }

        return count;
    }

    private int FindKey()
    {
        string name = _session.Argument(0);
        int key = ConfigurationKeys.Find(name);
        if (key >= 0)
        {
            return key;
        }

        int best = 3;
        string near = string.Empty;
        for (int i = 0; i < ConfigurationKeys.Count; i++)
        {
            int distance = TypingErrors.Between(name, ConfigurationKeys.Name(i));
            if (distance < best)
            {
                best = distance;
                near = ConfigurationKeys.Name(i);
            }
        }

        if (near.Length > 0)
        {
            _reply.Human("did you mean '", "您是否想输入 ").Human(near, near).Human("'?", "？");
        }

        _reply.Fail("unknown-key", "no such key: 'config show' lists them", "没有此项，config show 查看列表");
        return -1;
    }

    // A program gets both, whatever the type; a person what says something.
    private void ShowRange(string row)
    {
        char type = row[CommandLine.Part(row, 0).Length + 1];
        string unit = CommandLine.Part(row, 5);
        if (_reply.IsMachine || type == 'f' || unit.Length > 0)
        {
            _reply.Field("unit", unit.IndexOf('/') < 0 && type != 'f' ? "单位" : "可选值").Text(type == 'f' && !_reply.IsMachine ? "true/false" : unit);
        }

        if (_reply.IsMachine || (type != 'f' && type != 'w'))
        {
            _reply.Field("range", "范围").Text(CommandLine.Part(row, 2) + ".." + CommandLine.Part(row, 3));
            _reply.Human(type == 'n' ? string.Empty : " bytes", type == 'n' ? string.Empty : " 字节");
        }
    }

    private void ShowValue(ConsoleReply reply, int key, string value) =>
        reply.Text(!ConfigurationKeys.IsSecret(key) || value.Length == 0 ? value : "(set)");

    private static string Unit(int key)
    {
        string unit = CommandLine.Part(ConfigurationKeys.Row(key), 5);
        return unit.IndexOf('/') < 0 ? unit : string.Empty;
    }

    private static string Unquoted(string text) =>
        text.Length > 1 && text[0] == '"' && text[text.Length - 1] == '"' ? text.Substring(1, text.Length - 2) : text;
}
