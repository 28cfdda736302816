using System;
using System.Globalization;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Buffering.Pages;
using ZhiSan.Edge.Buffering.Segments;

namespace ZhiSan.Edge.Serial;

/// <summary>
/// Says whether a dump is what the gateway gave, by its key: every page, the chain from the first to the last, and the signed end.
/// </summary>
public sealed class DumpVerifier
{
    private readonly Dump _dump;
    private readonly byte[] _key;
    private readonly PageReader _reader = new(JournalLimits.MaxChannels);
    private readonly byte[] _previousMac = new byte[JournalLimits.MacBytes];
    private long _last;
    private int _lost;

    private DumpVerifier(Dump dump, byte[] key)
    {
        _dump = dump;
        _key = key;
    }

    /// <summary>What was found, in words that name the records or bytes; empty when nothing is wrong.</summary>
    public string Detail { get; private set; } = string.Empty;

    /// <summary>The verdict.</summary>
    public DumpVerdict Verdict { get; private set; }

    /// <summary>Verifies a dump.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="key">The key of the gateway that its header names.</param>
    public static DumpVerifier Verify(Dump dump, byte[] key)
    {
        var verifier = new DumpVerifier(dump, key);
        verifier.Verdict = verifier.Judge();
        return verifier;
    }

    private DumpVerdict Judge()
    {
        if (!_dump.IsDump)
        {
            return Say(DumpVerdict.Foreign, $"it does not begin as an evacuated file does");
        }

        if (_dump.Header == null || (_dump.End != null && _dump.GoodBytes < _dump.Bytes))
        {
            return Say(DumpVerdict.Damaged, $"changed or cut at byte {_dump.GoodBytes} of {_dump.Bytes}");
        }

        var authenticator = new PageAuthenticator(_key);
        foreach (byte[] run in _dump.Runs)
        {
            if (Judge(run, authenticator) is var wrong and not DumpVerdict.Genuine)
            {
                return wrong;
            }
        }

        return JudgeEnd();
    }

    private DumpVerdict Judge(byte[] run, PageAuthenticator authenticator)
    {
        var header = new RunHeader();
        header.Read(run, 0, run.Length);
        long first = header.FirstSequence;
        bool isGap = SkipLost(first);
        bool isChained = _last == 0 || isGap || header.PreviousMac.AsSpan().SequenceEqual(_previousMac);
        if (header.Epoch != _dump.Header!.Epoch || first <= _last || !isChained)
        {
            return Say(DumpVerdict.Broken, $"what stood between records {_last} and {first} is missing or in another place");
        }

        byte[] mac = header.PreviousMac;
        for (int offset = RunHeader.Bytes; _reader.Find(run, offset, run.Length, header.Epoch) == PageStatus.Ok; offset = _reader.End)
        {
            if (!_reader.Verify(authenticator, mac))
            {
                return Say(
                    DumpVerdict.Forged, $"page {_reader.Header.FirstSequence}..{_reader.LastSequence} is not sealed with the gateway's key");
            }

            _reader.Mac.CopyTo(_previousMac, 0);
            mac = _previousMac;
            _last = _reader.LastSequence;
        }

        return DumpVerdict.Genuine;
    }

    // True when a range said to be lost stands right before the record.
    private bool SkipLost(long first)
    {
        bool isGap = false;
        while (_lost < _dump.Lost.Count && _dump.Lost[_lost].First < first)
        {
            isGap = _dump.Lost[_lost].Last == first - 1;
            _lost++;
        }

        return isGap;
    }

    private DumpVerdict JudgeEnd()
    {
        if (_dump.End == null)
        {
            return _dump.GoodBytes < _dump.Bytes && !_dump.IsTorn
                ? Say(DumpVerdict.Damaged, $"changed or cut at byte {_dump.GoodBytes} of {_dump.Bytes}")
                : Say(DumpVerdict.Unfinished, $"the evacuation was not finished: it ends behind record {_dump.LastSequence}");
        }

        bool isSigned = DumpEnd.Sign(_key, _dump.Header!, _dump.End.Through) == _dump.End.Mac;
        bool isThere = _dump.Runs.Count == 0 || _dump.LastSequence == _dump.End.Through;
        return isSigned && isThere
            ? DumpVerdict.Genuine
            : Say(DumpVerdict.WrongEnd, $"it ends behind record {_dump.LastSequence}, and the gateway's signature does not say so");
    }

    private DumpVerdict Say(DumpVerdict verdict, FormattableString detail)
    {
        Detail = detail.ToString(CultureInfo.InvariantCulture);
        return verdict;
    }
}
