using System.Globalization;
using System.Net;
using System.Text;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>The provisioning report as a page to print and file, in English and Chinese.</summary>
internal static class ReportPage
{
    private const string Style = """
        body{font:14px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#111;max-width:46em;margin:2em auto;padding:0 1em}
        h1{font-size:1.4em;margin:0}h2{font-size:1.05em;margin:1.6em 0 .4em}table{border-collapse:collapse;width:100%}
        td,th{border:1px solid #999;padding:.25em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee;font-weight:600}
        .verdict{font-size:1.2em;font-weight:700;margin:.6em 0}.sign td{height:3em;width:50%}@media print{body{margin:0;max-width:none;font-size:10.5px;line-height:1.35}th{background:none}tr{break-inside:avoid}}
        """;

    /// <summary>The page.</summary>
    public static string Write(ProvisioningReport report)
    {
        var page = new StringBuilder();
        string verdict = report.Passed switch
        {
            true when report.Acceptance.Count == 0 => "provisioned, not tested / 已配置，未验收",
            true => "passed / 合格",
            false => "not passed / 不合格",
            null => "dry run, nothing was changed / 试运行，未作更改",
        };
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Text(report.Gateway))
            .Append("</title><style>").Append(Style).Append("</style></head><body>\n");
        page.Append("<h1>ZhiSan Edge ").Append(Text(report.Gateway)).Append("</h1>\n<div>Provisioning report / 配置与验收报告</div>\n");
        page.Append("<div class=\"verdict\">").Append(verdict).Append("</div>\n<table>\n");
        Row(page, "Date / 日期", report.Began.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        Row(page, "Firmware / 固件", report.Firmware);
        Row(page, "Before / 此前", report.Before == Provisioner.FactoryState ? "factory state / 出厂状态" : report.Before);
        Row(page, "Configuration / 配置版本", Number(report.Revision) + (report.OnTrial ? " (on trial / 试用中)" : string.Empty));
        Row(page, "Settings read back / 已核对项", Number(report.Verified));
        Row(page, "Device key / 设备密钥", (report.KeyIsNew ? "new / 新设 " : "unchanged / 未变 ") + report.KeyPrint);
        page.Append("</table>\n<h2>Acceptance / 验收</h2>\n<table><tr><th>test / 项目</th><th>verdict / 结果</th><th>found / 说明</th></tr>\n");
        foreach (AcceptanceStep step in report.Acceptance)
        {
            string found = step.Hint.Length == 0 ? step.Text : step.Text.Length == 0 ? step.Hint : $"{step.Text}; {step.Hint}";
            Row(page, InBoth(step.Test), InBoth(step.Verdict), found);
        }

        page.Append("</table>\n<h2>Settings / 配置</h2>\n<table><tr><th>key / 项</th><th>value / 值</th><th>this time / 本次</th></tr>\n");
        foreach (ProvisionedSetting setting in report.Settings)
        {
            string before = setting.Before.Length == 0 ? "empty / 空" : setting.Before;
            string verb = report.Passed == null ? "would be set, was / 将设置，原为" : "set, was / 已设置，原为";
            Row(page, setting.Key, setting.Value, setting.Changed ? $"{verb}: {before}" : "right already / 原已正确");
        }

        page.Append("</table>\n<h2>Signatures / 签字</h2>\n<table class=\"sign\"><tr><td>Technician / 安装人员</td><td>Site / 现场负责人</td></tr></table>\n</body></html>\n");
        return page.ToString();
    }

    // What a test is called, and what it says, for those who do not read English.
    private static string InBoth(string word) => word switch
    {
        "sensor" => "sensor / 传感器",
        "flash" => "flash / 闪存",
        "clock" => "clock / 时钟",
        "wifi" => "wifi / 无线网络",
        "broker" => "broker / 服务器",
        "dns" => "dns / 域名解析",
        "tcp" => "tcp / 网络连接",
        "tls" => "tls / 加密",
        "connack" => "connack / 登录",
        "publish" => "publish / 发布消息",
        "platform" => "platform / 平台确认",
        "soak" => "soak / 持续运行",
        "pass" => "pass / 通过",
        "warn" => "warn / 注意",
        "fail" => "FAIL / 失败",
        _ => word,
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Row(StringBuilder page, params string[] cells)
    {
        page.Append("<tr>");
        foreach (string cell in cells)
        {
            page.Append("<td>").Append(Text(cell)).Append("</td>");
        }

        page.Append("</tr>\n");
    }
}
