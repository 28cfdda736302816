using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>Renders a report for people: one finding per paragraph, bounds, and a last line that says what it comes to.</summary>
public static class TextRenderer
{
    /// <summary>Renders the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="root">Folder that file names are shown relative to; null shows them whole.</param>
    public static string Render(NanoCheckReport report, string? root = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder text = new();
        foreach (Finding finding in report.Findings)
        {
            string place = finding.File is null ? finding.Assembly : $"{Shorten(finding.File, root)}:{finding.Line}";
            string severity = finding.Severity == FindingSeverity.Error ? "error" : "warning";
            text.Append(CultureInfo.InvariantCulture, $"{place}: {severity} {finding.Id}: {finding.Message}\n");
            text.Append(CultureInfo.InvariantCulture, $"    in {finding.Member}\n    instead: {finding.Instead}\n");
        }

        text.Append(report.Findings.Count > 0 ? "\n" : "");
        foreach (AssemblyBounds bounds in report.Assemblies.OrderBy(a => !a.IsInImage))
        {
            AppendBounds(text, bounds);
        }

        AppendBounds(text, report.DeviceImage);
        int over = report.DeviceImage.Image.Total - report.ImageTargetBytes;
        text.Append(CultureInfo.InvariantCulture,
            $"image target: {report.ImageTargetBytes} bytes, {(over > 0 ? $"OVER by {over}" : $"{-over} left")}; red above {report.ImageBudgetBytes}\n");
        string suppressed = report.Suppressed.Count > 0 ? $", {report.Suppressed.Count} allowed by comments" : "";
        text.Append(CultureInfo.InvariantCulture, $"contract: {report.ContractLines} lines\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{(report.IsGreen ? "green" : "RED")}: {report.Errors} errors, {report.Warnings} warnings{suppressed}\n");
        return text.ToString();
    }

    private static void AppendBounds(StringBuilder text, AssemblyBounds bounds)
    {
        ImageEstimate image = bounds.Image;
        text.Append(CultureInfo.InvariantCulture,
            $"{bounds.Name}: about {image.Total} bytes as PE (byte code {image.ByteCode}, strings {image.Strings}, signatures {image.Signatures}, tables {image.Tables}), ");
        text.Append(CultureInfo.InvariantCulture,
            $"{bounds.Types} types, {bounds.Methods} methods, largest {bounds.LargestMethod} {bounds.LargestMethodBytes} bytes, static data {bounds.StaticDataBytes} bytes{(bounds.IsInImage ? "" : "; not in the image")}\n");
    }

    private static string Shorten(string file, string? root) =>
        root is null || !Path.IsPathRooted(file) ? file : Path.GetRelativePath(root, file);
}
