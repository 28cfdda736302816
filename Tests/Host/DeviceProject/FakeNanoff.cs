using System;
using System.Collections.Generic;
using System.IO;
using ZhiSan.Edge.DeviceProject;

namespace ZhiSan.Edge.Tests.Host.DeviceProject;

/// <summary>
/// A program named nanoff that records how it is called and answers as it is told: by default like the real one does when all is
/// well, with one line per file of a deployment.
/// </summary>
internal sealed class FakeNanoff : IDisposable
{
    public FakeNanoff()
    {
        Folder = Directory.CreateTempSubdirectory("nanoff-").FullName;
        Program = Path.Combine(Folder, "nanoff");
        Answer("", 0);
    }

    /// <summary>The folder for the PATH.</summary>
    public string Folder { get; }

    public string Program { get; }

    public Nanoff Tool => Nanoff.Find([Folder])!;

    /// <summary>The calls so far, arguments joined by blanks.</summary>
    public IReadOnlyList<string> Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    private string CallsFile => Path.Combine(Folder, "calls.txt");

    /// <summary>Says this and ends so, whatever it is asked for.</summary>
    public void Answer(string output, int exitCode)
    {
        File.WriteAllText(Path.Combine(Folder, "output.txt"), output);
        File.WriteAllText(Program, $$"""
            #!/bin/sh
            echo "$*" >> '{{CallsFile}}'
            previous=
            for argument in "$@"; do
              if [ "$previous" = --filedeployment ]; then
                cp "$argument" '{{Folder}}/files.json'
              fi
              previous=$argument
            done
            cat '{{Folder}}/output.txt'
            exit {{exitCode}}
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>What the last file deployment was told.</summary>
    public string FilesJson => File.ReadAllText(Path.Combine(Folder, "files.json"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
