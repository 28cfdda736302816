namespace ZhiSan.Edge.Core.Console;

/// <summary>Times as people read them.</summary>
internal static class TimeText
{
    private const long DaySeconds = 86400;

    /// <summary>Writes <c>1 d 02:03:04</c>.</summary>
    public static void Duration(ConsoleReply reply, long seconds)
    {
        if (reply.IsMachine)
        {
            reply.Number(seconds);
            return;
        }

        if (seconds >= DaySeconds)
        {
            reply.Number(seconds / DaySeconds).Human(" d ", " 天 ");
        }

        Clock(reply, seconds);
    }

    /// <summary>Writes <c>2026-11-27 02:03:04</c>, for programs the seconds since 1970.</summary>
    public static void Utc(ConsoleReply reply, long seconds)
    {
        if (reply.IsMachine)
        {
            reply.Number(seconds);
            return;
        }

        // Days to a date of the Gregorian calendar, after Howard Hinnant's civil_from_days; years begin in March.
        long day = (seconds / DaySeconds) + 719468;
        long era = day / 146097;
        long ofEra = day - (era * 146097);
        long year = (ofEra - (ofEra / 1460) + (ofEra / 36524) - (ofEra / 146096)) / 365;
        long ofYear = ofEra - ((365 * year) + (year / 4) - (year / 100));
        long month = ((5 * ofYear) + 2) / 153;
        long ofMonth = ofYear - (((153 * month) + 2) / 5) + 1;
        month += month < 10 ? 3 : -9;
        reply.Number((era * 400) + year + (month <= 2 ? 1 : 0)).Raw("-");
        Two(reply, month, "-");
        Two(reply, ofMonth, " ");
        Clock(reply, seconds);
    }

    /// <summary>Reads <c>2026-11-27T02:03:04Z</c> or seconds since 1970; -1 when the text is neither.</summary>
    public static long Parse(string text)
    {
        const string Form = "0000-00-00T00:00:00Z";
        if (text.Length != Form.Length)
        {
            return text.Length < 11 ? CommandLine.Number(text, uint.MaxValue) : -1;
        }

        for (int i = 0; i < Form.Length; i++)
        {
            bool isDigit = text[i] >= '0' && text[i] <= '9';
            if (Form[i] == '0' ? !isDigit : text[i] != Form[i])
            {
                return -1;
            }
        }

        long year = CommandLine.Number(text.Substring(0, 4), 9999);
        long month = CommandLine.Number(text.Substring(5, 2), 99);
        long day = CommandLine.Number(text.Substring(8, 2), 99);
        long hour = CommandLine.Number(text.Substring(11, 2), 99);
        long minute = CommandLine.Number(text.Substring(14, 2), 99);
        long second = CommandLine.Number(text.Substring(17, 2), 99);
        if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
        {
            return -1;
        }

        // days_from_civil of the same source.
        year -= month <= 2 ? 1 : 0;
        long era = year / 400;
        long ofEra = year - (era * 400);
        long ofYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        long days = (era * 146097) + (ofEra * 365) + (ofEra / 4) - (ofEra / 100) + ofYear - 719468;
        return (days * DaySeconds) + (hour * 3600) + (minute * 60) + second;
    }

    private static void Clock(ConsoleReply reply, long seconds)
    {
        Two(reply, seconds % DaySeconds / 3600, ":");
        Two(reply, seconds % 3600 / 60, ":");
        Two(reply, seconds % 60, string.Empty);
    }

    private static void Two(ConsoleReply reply, long value, string behind) =>
        reply.Raw(value < 10 ? "0" : string.Empty).Number(value).Raw(behind);
}
