using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Tests.Portable.Core;

/// <summary>Reads the answer to <c>evacuate</c> as a program does: believes a line only with its checksum, opens every page.</summary>
internal sealed class EvacuationReader
{
    private readonly byte[] _run = new byte[JournalLimits.MaxMessageBytes];
    private readonly RunHeader _header = new RunHeader();
    private readonly PageReader _page = new PageReader(2);

    public EvacuationReader(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                TakeLine(text.Substring(start, i - start - 1));
                start = i + 1;
            }
        }
    }

    public int Runs { get; private set; }

    public int Gaps { get; private set; }

    public long First { get; private set; }

    public long FirstRunLast { get; private set; }

    public long Last { get; private set; }

    /// <summary>Whether the last answer came, and its checksum fits.</summary>
    public bool IsWhole { get; private set; }

    private static int Find(string text, string what)
    {
        for (int i = 0; i + what.Length <= text.Length; i++)
        {
            if (text[i] == what[0] && text.Substring(i, what.Length) == what)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Value(char c) => c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : 63;

    private void TakeLine(string line)
    {
        int star = line.Length - 9;
        if (star < 2 || line[0] != '@' || line[star] != '*' || !CheckFits(line, star))
        {
            return;
        }

        IsWhole = line[2] == ' ' && Find(line, "\"ok\":true") > 0;
        int run = Find(line, "\"run\":\"");
        if (run > 0)
        {
            TakeRun(line, run + 7);
        }
    }

    private static bool CheckFits(string line, int star)
    {
        byte[] bytes = new byte[star - 1];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)line[i];
        }

        uint crc = Crc32.Append(0, bytes, 0, bytes.Length);
        for (int i = 0; i < 8; i++)
        {
            if (line[star + 1 + i] != "0123456789abcdef"[(int)(crc >> (28 - (4 * i))) & 15])
            {
                return false;
            }
        }

        return true;
    }

    private void TakeRun(string line, int at)
    {
        int length = 0;
        for (; line[at] != '"'; at += 4)
        {
            int bits = (Value(line[at]) << 18) | (Value(line[at + 1]) << 12) | (Value(line[at + 2]) << 6) | Value(line[at + 3]);
            int bytes = line[at + 3] != '=' ? 3 : line[at + 2] != '=' ? 2 : 1;
            for (int i = 0; i < bytes; i++)
            {
                _run[length++] = (byte)(bits >> (16 - (8 * i)));
            }
        }

        Invariant.Check(_header.Read(_run, 0, length) == RunHeaderStatus.Ok, "run header");
        int offset = RunHeader.Bytes;
        while (_page.Find(_run, offset, length, _header.Epoch) == PageStatus.Ok)
        {
            Gaps += Last != 0 && _page.Header.FirstSequence != Last + 1 ? 1 : 0;
            First = First == 0 ? _page.Header.FirstSequence : First;
            Last = _page.LastSequence;
            offset = _page.End;
        }

        Invariant.Check(offset == length, "whole pages");
        Runs++;
        FirstRunLast = Runs == 1 ? Last : FirstRunLast;
    }
}
