using System;
using ZhiSan.Edge.VirtualGateway.CsvReplay;

namespace ZhiSan.Edge.Cli;

/// <summary>Loads recordings for commands.</summary>
internal static class Recordings
{
    /// <summary>Loads a recording; rows that were rejected are told in one line.</summary>
    /// <exception cref="CliException">The file or the decimals cannot be used.</exception>
    public static CsvRecording Load(string path, string decimals, Action<string> warn)
    {
        try
        {
            CsvRecording recording = CsvRecording.Load(path, decimals);
            if (recording.Rejections.Total > 0)
            {
                warn(recording.Rejections.ToString());
            }

            return recording;
        }
        catch (CsvRecordingException unusable)
        {
            throw new CliException(unusable.Message);
        }
    }
}
