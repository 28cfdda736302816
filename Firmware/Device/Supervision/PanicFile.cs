using System;
using System.IO;
using System.Text;

namespace ZhiSan.Edge.Device.Supervision;

/// <summary>
/// What a dying run leaves for the next one: one line of printable ASCII. Deleted only when the boot record that quotes it is
/// durable, so that a second crash in between does not erase it.
/// </summary>
public sealed class PanicFile
{
    /// <summary>Longest text: what a boot record holds.</summary>
    public const int MaxBytes = 120;

    private readonly string _path;

    /// <summary>Names the file.</summary>
    public PanicFile(string path)
    {
        _path = path;
    }

    /// <summary>What the run before left; empty when it left nothing.</summary>
    public string Read()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return string.Empty;
            }

            byte[] bytes = File.ReadAllBytes(_path);
            int length = bytes.Length < MaxBytes ? bytes.Length : MaxBytes;
            string text = Encoding.UTF8.GetString(bytes, 0, length);
            return text.Length == 0 ? "panic without text" : Printable(text);
        }
        catch (Exception failure)
        {
            // That there was a panic is known even when its text is lost.
            return Printable("unreadable panic: " + failure.Message);
        }
    }

    /// <summary>Writes what happened; the first text wins, it is nearest to the cause. False when the flash refuses.</summary>
    public bool Write(string where, string what)
    {
        try
        {
            if (File.Exists(_path))
            {
                return true;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(Printable(where + ": " + what));
            using FileStream file = new FileStream(_path, FileMode.Create, FileAccess.Write);
            file.Write(bytes, 0, bytes.Length);
            return true;
        }
        catch (Exception)
        {
            // Nothing is left to tell it to: the caller reboots either way, and the next boot counts as a power loss.
            return false;
        }
    }

    /// <summary>
    /// Removes the text, when the boot record that quotes it is durable. False when the flash refuses: the next boot quotes it again.
    /// </summary>
    public bool Clear()
    {
        try
        {
            if (File.Exists(_path))
            {
                File.Delete(_path);
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static string Printable(string text)
    {
        int length = text.Length < MaxBytes ? text.Length : MaxBytes;
        char[] result = new char[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : ' ';
        }

        return new string(result);
    }
}
