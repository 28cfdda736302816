using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ZhiSan.Edge.DeviceProject;

/// <summary>
/// The calls of nanoff, in their order, that carry out a request: nanoCLR, application and files each by themselves. Together
/// nanoff would ignore the address, and its own default address is wrong for most chips.
/// </summary>
public sealed record FlashPlan
{
    /// <summary>The steps.</summary>
    public required IReadOnlyList<FlashStep> Steps { get; init; }

    /// <summary>The file that nanoff reads the list of files from; null when there are none.</summary>
    public string? FilesJsonPath { get; init; }

    /// <summary>What to write into <see cref="FilesJsonPath"/>. It names files, it holds none of their content.</summary>
    public string? FilesJson { get; init; }

    /// <summary>What a technician must know before it starts.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Makes a plan.</summary>
    /// <param name="request">What is to be flashed.</param>
    /// <exception cref="FlashException">It must not or cannot be done; the message says what to do.</exception>
    public static FlashPlan Create(FlashRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        NfBoard board = Check(request, out NfChip chip);
        List<FlashStep> steps = [];
        List<string> warnings = [];
        string[] port = ["--serialport", request.Port];
        if (request.BackupFolder is not null)
        {
            steps.Add(new(FlashStepKind.Backup, "copying the whole flash to this computer (minutes)",
                ["--platform", "esp32", .. port, "--backuppath", request.BackupFolder], []));
        }

        if (request.UpdateNanoClr)
        {
            steps.Add(new(
                FlashStepKind.NanoClr, $"writing nanoCLR for {board.Target}; do not unplug", NanoClr(request, port), []));
            warnings.Add(request.EraseAll
                ? "everything on the device is erased: Wi-Fi, certificates, configuration, journal"
                : "nanoff reads the storage out and writes it back: a cable pulled now loses the journal (--backup keeps a copy)");
        }

        if (request.Image is not null)
        {
            string address = string.Create(CultureInfo.InvariantCulture, $"0x{chip.DeployAddress:X}");
            steps.Add(new(FlashStepKind.Application, $"writing the application at {address}; do not unplug",
                ["--target", board.Target, .. port, "--deploy", "--image", request.Image, "--address", address], []));
        }

        string? json = null;
        if (request.Files.Count > 0)
        {
            json = Path.Combine(Path.GetTempPath(), $"zhisan-files-{Guid.NewGuid():N}.json");
            steps.Add(new(FlashStepKind.Files, $"writing {request.Files.Count} file(s) to the device's storage",
                ["--filedeployment", json, "--verbosity", "n"], request.Files));
        }

        return new FlashPlan
        {
            Steps = steps,
            Warnings = warnings,
            FilesJsonPath = json,
            FilesJson = json is null ? null : RenderFiles(request),
        };
    }

    private static NfBoard Check(FlashRequest request, out NfChip chip)
    {
        NfProblem? wrong = request.Config.Validate().FirstOrDefault();
        if (wrong is not null)
        {
            throw new FlashException($"{wrong}; correct it, then flash");
        }

        NfBoard board = request.Config.FindBoard(request.Config.Target)!;
        chip = request.Config.FindChip(board.Chip)!;
        if (!request.UpdateNanoClr && request.Image is null && request.Files.Count == 0 && request.BackupFolder is null)
        {
            throw new FlashException("nothing to flash: name nanoCLR, an image or files");
        }

        if (request.EraseAll && !request.UpdateNanoClr)
        {
            throw new FlashException("an erase alone would leave a dead board (nanoff ignores it): flash nanoCLR with it");
        }

        string? refused = request.EraseAll
            ? EraseConsent.WhyNot(request.Backlog, request.EvacuatedRecords, request.ConfirmationWords)
            : null;
        if (refused is not null)
        {
            throw new FlashException(refused);
        }

        CheckImage(request.Image, board, chip);
        foreach (FlashFile file in request.Files)
        {
            if (!File.Exists(file.Source))
            {
                throw new FlashException($"no file {file.Source}");
            }

            if (!file.Destination.StartsWith(@"I:\", StringComparison.Ordinal))
            {
                throw new FlashException($@"{file.Destination}: nanoff puts files only onto I:\");
            }
        }

        return board;
    }

    private static void CheckImage(string? image, NfBoard board, NfChip chip)
    {
        if (image is null)
        {
            return;
        }

        if (!File.Exists(image))
        {
            throw new FlashException($"no image {image}: build Firmware.nfproj in Release first (bin\\Release\\*.bin)");
        }

        long length = new FileInfo(image).Length;
        if (!image.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) || length == 0)
        {
            throw new FlashException($"{image} is no deployment image: take the .bin of the Release build, not .pe or .exe");
        }

        if (length > chip.DeployKilobytes * 1024L)
        {
            throw new FlashException(
                $"{image} has {length} bytes, the deployment region of {board.Target} holds {chip.DeployKilobytes * 1024L}");
        }
    }

    private static string[] NanoClr(FlashRequest request, string[] port)
    {
        List<string> arguments = ["--target", request.Config.Target, .. port, "--update"];
        if (request.Config.NanoClr != NfConfig.LatestNanoClr)
        {
            arguments.AddRange(["--fwversion", request.Config.NanoClr]);
        }

        if (request.EraseAll)
        {
            arguments.Add("--masserase");
        }

        return [.. arguments];
    }

    private static string RenderFiles(FlashRequest request) => JsonSerializer.Serialize(new
    {
        SerialPort = request.Port,
        Files = request.Files.Select(f => new
        {
            DestinationFilePath = f.Destination,
            SourceFilePath = Path.GetFullPath(f.Source),
        }),
    });
}
