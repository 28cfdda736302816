using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Simulator;

/// <summary>
/// A gateway's flash with the device's semantics: a call that returned is durable; a call in which the power goes leaves what
/// <see cref="CutMode"/> says. It knows nothing of what the files mean but their kind.
/// </summary>
/// <param name="coverage">Counts the cut points reached.</param>
internal sealed class SimFlash(Coverage coverage) : IStore
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private (string Name, byte[] Content)? _lastDeleted;
    private long _cutIn = -1;
    private CutMode _cutMode;
    private string _cutKind = "";
    private SimRandom? _cutRandom;
    private int _refusals;
    private SimRandom? _refusalRandom;
    private bool _isFullTrouble;

    /// <summary>Calls that changed something.</summary>
    public long Changes { get; private set; }

    /// <summary>Calls that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Bits flipped and files removed: what was durable may be gone.</summary>
    public long Damages { get; private set; }

    /// <summary>Most segment files at a time.</summary>
    public int MostSegments { get; private set; }

    /// <summary>Segments that went without the journal knowing: somebody removed them, or their deletion was called failed.</summary>
    public int GoneUnnoticed { get; private set; }

    /// <summary>Names of all files.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Bytes of all files.</summary>
    public long Bytes => _files.Values.Sum(content => (long)content.Length);

    /// <summary>The power goes in the changing call after so many others of the kind.</summary>
    /// <param name="calls">How many others.</param>
    /// <param name="kind">Which calls count: those whose name, like "append tail", contains it.</param>
    /// <param name="mode">What the call leaves.</param>
    /// <param name="random">For garbage.</param>
    public void CutIn(long calls, string kind, CutMode mode, SimRandom random)
    {
        _cutIn = calls;
        _cutKind = kind;
        _cutMode = mode;
        _cutRandom = random;
    }

    /// <summary>The power is back: no cut is planned any more.</summary>
    public void PowerOn()
    {
        _cutIn = -1;
        _lastDeleted = null;
    }

    /// <summary>No cut and no trouble is planned any more.</summary>
    public void Calm()
    {
        _cutIn = -1;
        _refusals = 0;
    }

    /// <summary>The next calls that change something are refused, each in a way of its own.</summary>
    public void Trouble(int calls, bool isFull, SimRandom random)
    {
        _refusals = calls;
        _isFullTrouble = isFull;
        _refusalRandom = random;
    }

    /// <summary>Somebody erases everything.</summary>
    public void Erase() => _files.Clear();

    /// <summary>A bit of any file flips.</summary>
    public string FlipBit(SimRandom random)
    {
        var name = AnyName(random);
        if (name.Length > 0 && _files[name].Length > 0)
        {
            var content = (byte[])_files[name].Clone();
            content[random.Below(content.Length)] ^= (byte)(1 << (int)random.Below(8));
            _files[name] = content;
            Damages++;
        }

        return name;
    }

    /// <summary>Somebody removes any file.</summary>
    public string RemoveAny(SimRandom random)
    {
        var name = AnyName(random);
        var isGone = _files.Remove(name);
        Damages += isGone ? 1 : 0;
        GoneUnnoticed += isGone && name[0] == 's' ? 1 : 0;
        return name;
    }

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        names = [.. _files.Keys];
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        if (!_files.TryGetValue(name, out var content))
        {
            return StoreStatus.NotFound;
        }

        read = Math.Max(0, Math.Min(count, content.Length - fileOffset));
        if (read > 0)
        {
            Array.Copy(content, fileOffset, buffer, offset, read);
        }

        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Append(string name, byte[] buffer, int offset, int count) => _files.TryGetValue(name, out var old)
        ? Change("append", name, [.. old, .. buffer.AsSpan(offset, count)], old, old.Length)
        : StoreStatus.NotFound;

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count) =>
        Change("write", name, buffer.AsSpan(offset, count).ToArray(), _files.GetValueOrDefault(name), 0);

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        if (!_files.TryGetValue(name, out var old))
        {
            return StoreStatus.NotFound;
        }

        var status = Change("delete", name, null, old, 0);
        _lastDeleted = (name, old);
        return status;
    }

    /// <summary>A file by its kind: what it is called in a report.</summary>
    public static string KindOf(string name) => name[0] switch { 't' => "tail", 's' => "segment", 'n' => "state", 'c' => "settings", _ => "other" };

    private string AnyName(SimRandom random) => _files.Count == 0 ? "" : _files.Keys.ElementAt((int)random.Below(_files.Count));

    private StoreStatus Change(string call, string name, byte[]? content, byte[]? old, int kept)
    {
        if (_cutIn >= 0 && $"{call} {KindOf(name)}".Contains(_cutKind, StringComparison.Ordinal) && _cutIn-- == 0)
        {
            coverage.Reach($"cut {call} {KindOf(name)} {_cutMode}");
            Cut(name, content, old, kept);
            throw new PowerCutException();
        }

        _lastDeleted = null;
        Changes++;
        var refusal = NextRefusal();
        switch (refusal)
        {
            case Refusal.Failed:
            case Refusal.Full:
                return refusal == Refusal.Full ? StoreStatus.Full : StoreStatus.Failed;
            case Refusal.FailedHalfway when content is not null:
                content = content[..(kept + ((content.Length - kept) / 2))];
                break;
            case Refusal.FullAndEmpty when kept == 0 && content is not null:
                content = [];
                break;
            case Refusal.FullAndEmpty:
                content = old;
                break;
        }

        GoneUnnoticed += refusal != Refusal.None && content is null && name[0] == 's' ? 1 : 0;
        Put(name, content);
        return refusal == Refusal.None ? StoreStatus.Ok : refusal == Refusal.FullAndEmpty ? StoreStatus.Full : StoreStatus.Failed;
    }

    private Refusal NextRefusal()
    {
        if (_refusals == 0)
        {
            return Refusal.None;
        }

        _refusals--;
        var refusal = _isFullTrouble
            ? (_refusalRandom!.Chance(500) ? Refusal.Full : Refusal.FullAndEmpty)
            : (Refusal)_refusalRandom!.Between(0, 5);
        Refused += refusal == Refusal.None ? 0 : 1;
        coverage.Reach($"refusal {refusal}");
        return refusal;
    }

    private void Cut(string name, byte[]? content, byte[]? old, int kept)
    {
        var left = old;
        switch (_cutMode)
        {
            case CutMode.After:
                left = content;
                break;
            case CutMode.Empty when kept == 0 && content is not null:
                left = [];
                break;
            case CutMode.ShortPrefix when content is not null:
                left = content[..(kept + ((content.Length - kept) / 3))];
                break;
            case CutMode.LongPrefix when content is not null:
                left = content[..^1];
                break;
            case CutMode.Garbage when content is not null:
                left = (byte[])content.Clone();
                for (var i = kept; i < left.Length; i++)
                {
                    left[i] = (byte)_cutRandom!.NextBits();
                }

                break;
            case CutMode.DeletionUndone when _lastDeleted is { } deleted:
                Put(deleted.Name, deleted.Content);
                return;
        }

        Put(name, left);
    }

    private void Put(string name, byte[]? content)
    {
        if (content is null)
        {
            _files.Remove(name);
            return;
        }

        var isNew = !_files.ContainsKey(name);
        _files[name] = content;
        if (isNew && name[0] == 's')
        {
            MostSegments = Math.Max(MostSegments, _files.Keys.Count(file => file[0] == 's'));
        }
    }
}
