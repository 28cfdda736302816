using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZhiSan.Edge.Serial;

namespace ZhiSan.Edge.Cli.Cable;

/// <summary>Saves provisioning reports, and finds those of gateways that are done.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Saves a report as JSON and as a page; returns the page's path.</summary>
    public static string Save(string folder, ProvisioningReport report)
    {
        Directory.CreateDirectory(folder);
        string path = PathOf(folder, report.Gateway);
        File.WriteAllText(path + ".json", JsonSerializer.Serialize(report, Options) + Environment.NewLine);
        File.WriteAllText(path + ".html", ReportPage.Write(report));
        return path + ".html";
    }

    /// <summary>The report as one line of JSON.</summary>
    public static string Line(ProvisioningReport report) =>
        JsonSerializer.Serialize(report, new JsonSerializerOptions(Options) { WriteIndented = false });

    /// <summary>Whether a gateway passed before.</summary>
    public static bool HasPassed(string folder, string gateway)
    {
        try
        {
            ProvisioningReport? report = JsonSerializer.Deserialize<ProvisioningReport>(File.ReadAllText(PathOf(folder, gateway) + ".json"), Options);
            return report is { Passed: true, Acceptance.Count: > 0 };
        }
        catch (Exception missing) when (missing is IOException or JsonException)
        {
            return false;
        }
    }

    private static string PathOf(string folder, string gateway) => Path.Combine(folder, gateway.Replace('/', '-'));
}
