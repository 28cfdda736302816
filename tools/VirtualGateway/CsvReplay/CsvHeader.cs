using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ZhiSan.Edge.Sensors;

namespace ZhiSan.Edge.VirtualGateway.CsvReplay;

/// <summary>Reads the header <c>time,&lt;name&gt;_&lt;unit&gt;,...</c> and the list of decimals that belongs to it.</summary>
internal static class CsvHeader
{
    /// <summary>Makes the channels.</summary>
    /// <param name="fields">The fields of the header line.</param>
    /// <param name="decimals">A number for each channel, for example <c>2,2,0,0</c>.</param>
    /// <exception cref="CsvRecordingException">The header or the list cannot be used.</exception>
    public static Channel[] ReadChannels(IReadOnlyList<string> fields, string decimals)
    {
        if (fields[0] != "time")
        {
            throw new CsvRecordingException($"the first column must be 'time', not '{Shorten(fields[0])}'");
        }

        int count = fields.Count - 1;
        if (count is < 1 or > Sampler.MaxChannels)
        {
            throw new CsvRecordingException(
                $"a recording has 1 to {Sampler.MaxChannels} columns after 'time'; this one has {count}");
        }

        int[] places = ReadDecimals(decimals, count);
        Channel[] channels = fields.Skip(1).Select((field, i) => ReadChannel(field, i + 2, places[i])).ToArray();
        string? twice = channels.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key).FirstOrDefault();
        return twice is null ? channels : throw new CsvRecordingException($"two columns are named '{twice}'");
    }

    private static Channel ReadChannel(string field, int column, int decimals)
    {
        int underscore = field.LastIndexOf('_');
        string name = underscore < 0 ? field : field[..underscore];
        string unit = underscore < 0 ? "" : SenmlUnit(field[(underscore + 1)..]);
        if (!Channel.IsName(name) || !Channel.IsUnit(unit))
        {
            throw new CsvRecordingException(
                $"column {column} '{Shorten(field)}' must be <name>_<unit> like temperature_Cel: a lower-case name, then a unit");
        }

        return new Channel(name, unit, decimals);
    }

    /// <summary>Units whose SenML spelling (RFC 8428) is awkward in a column name; all others stand for themselves.</summary>
    private static string SenmlUnit(string unit)
    {
        return unit switch
        {
            "RH" => "%RH",
            "pct" => "%",
            "degC" => "Cel",
            _ => unit,
        };
    }

    private static int[] ReadDecimals(string decimals, int count)
    {
        string[] parts = decimals.Split(',');
        if (parts.Length != count)
        {
            throw new CsvRecordingException(
                $"--decimals needs one number for each of the {count} columns after 'time'; "
                + $"'{Shorten(decimals)}' has {parts.Length}");
        }

        return parts.Select(ReadPlaces).ToArray();
    }

    private static int ReadPlaces(string part)
    {
        bool parsed = int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int places);
        return parsed && places <= Channel.MaxDecimals
            ? places
            : throw new CsvRecordingException($"--decimals takes numbers from 0 to {Channel.MaxDecimals}, not '{Shorten(part)}'");
    }

    /// <summary>Hostile text in an error stays one short printable line.</summary>
    private static string Shorten(string text)
    {
        string start = text.Length > 40 ? text[..40] + "..." : text;
        return new string(start.Select(c => char.IsControl(c) ? '?' : c).ToArray());
    }
}
