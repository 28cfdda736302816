using System;
using System.Collections.Generic;
using System.Linq;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Host.Buffering.Crash;

/// <summary>
/// A store with the device's semantics: a completed call is durable; of the call in which the power goes, <see cref="CutMode"/>
/// says what is left. Calls that change something are counted, so that a cut can be put at each of them.
/// </summary>
public sealed class SimStore : IStore
{
    private readonly Dictionary<string, byte[]> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _durable = new(StringComparer.Ordinal);
    private readonly List<(int Due, Action Apply)> _lagging = [];
    private (string Name, byte[] Content)? _lastDeleted;

    /// <summary>Changing calls so far.</summary>
    public int Changes { get; private set; }

    /// <summary>The changing call, counted from 0, in which the power goes; -1 for never.</summary>
    public int CutAt { get; set; } = -1;

    /// <summary>How it goes.</summary>
    public CutMode Mode { get; set; }

    /// <summary>Whether <see cref="Mode"/> made a difference to what a cut before the call would have left.</summary>
    public bool ModeApplied { get; private set; }

    /// <summary>What kind of trouble a call has, when set.</summary>
    public Func<string, Refusal>? Refuse { get; set; }

    /// <summary>A planted fault: by how many further changes a change of this file reaches the flash too late.</summary>
    public Func<string, int>? Lag { get; set; }

    /// <summary>Calls of each kind.</summary>
    public int Reads { get; private set; }

    /// <summary>Names of the files that would be there after a cut now.</summary>
    public IEnumerable<string> Names => _durable.Keys.Order(StringComparer.Ordinal);

    /// <summary>Bytes of all files.</summary>
    public int TotalBytes => _durable.Values.Sum(content => content.Length);

    /// <summary>Content of a file.</summary>
    public byte[] this[string name]
    {
        get => _durable[name];
        set
        {
            _durable[name] = value;
            _live[name] = value;
        }
    }

    /// <summary>What the next start finds: the durable files, no cut planned.</summary>
    public SimStore AfterCut()
    {
        var copy = new SimStore();
        foreach ((string name, byte[] content) in _durable)
        {
            copy[name] = content;
        }

        return copy;
    }

    /// <summary>Removes a file, as somebody with a cable would.</summary>
    public void Remove(string name)
    {
        _durable.Remove(name);
        _live.Remove(name);
    }

    /// <inheritdoc/>
    public StoreStatus List(out string[] names)
    {
        names = _live.Keys.ToArray();
        return StoreStatus.Ok;
    }

    /// <inheritdoc/>
    public StoreStatus Read(string name, int fileOffset, byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        Reads++;
        if (!_live.TryGetValue(name, out byte[]? content))
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
    public StoreStatus Append(string name, byte[] buffer, int offset, int count)
    {
        return _live.TryGetValue(name, out byte[]? old)
            ? Change(name, [.. old, .. buffer.AsSpan(offset, count)], old, old.Length)
            : StoreStatus.NotFound;
    }

    /// <inheritdoc/>
    public StoreStatus Write(string name, byte[] buffer, int offset, int count)
    {
        return Change(name, buffer.AsSpan(offset, count).ToArray(), _live.GetValueOrDefault(name), 0);
    }

    /// <inheritdoc/>
    public StoreStatus Delete(string name)
    {
        if (!_live.TryGetValue(name, out byte[]? old))
        {
            return StoreStatus.NotFound;
        }

        StoreStatus status = Change(name, null, old, 0);
        _lastDeleted = (name, old);
        return status;
    }

    private StoreStatus Change(string name, byte[]? content, byte[]? old, int kept)
    {
        if (Changes == CutAt)
        {
            Cut(name, content, old, kept);
            throw new PowerCut();
        }

        _lastDeleted = null;
        Refusal refusal = Refuse?.Invoke(name) ?? Refusal.None;
        switch (refusal)
        {
            case Refusal.Failed:
            case Refusal.Full:
                Changes++;
                return refusal == Refusal.Full ? StoreStatus.Full : StoreStatus.Failed;
            case Refusal.FailedHalfway when content != null:
                content = content[..(kept + ((content.Length - kept) / 2))];
                break;
            case Refusal.FullAndEmpty when kept == 0 && content != null:
                content = [];
                break;
            case Refusal.FullAndEmpty:
                content = old;
                break;
        }

        Apply(name, content);
        return refusal == Refusal.None ? StoreStatus.Ok : refusal == Refusal.FullAndEmpty ? StoreStatus.Full : StoreStatus.Failed;
    }

    private void Apply(string name, byte[]? content)
    {
        Put(_live, name, content);
        int lag = Lag?.Invoke(name) ?? 0;
        _lagging.Add((Changes + lag, () => Put(_durable, name, content)));
        Changes++;
        foreach ((int _, Action apply) in _lagging.Where(l => l.Due < Changes).ToArray())
        {
            apply();
        }

        _lagging.RemoveAll(l => l.Due < Changes);
    }

    private void Cut(string name, byte[]? content, byte[]? old, int kept)
    {
        byte[]? left = old;
        switch (Mode)
        {
            case CutMode.After:
                left = content;
                break;
            case CutMode.Empty when kept == 0 && content != null:
                left = [];
                break;
            case CutMode.ShortPrefix when content != null:
                left = content[..(kept + ((content.Length - kept) / 3))];
                break;
            case CutMode.LongPrefix when content != null && content.Length > kept:
                left = content[..^1];
                break;
            case CutMode.Garbage when content != null:
                left = (byte[])content.Clone();
                new Random(Changes).NextBytes(left.AsSpan(kept));
                break;
            case CutMode.DeletionUndone when _lastDeleted is { } deleted:
                Put(_durable, deleted.Name, deleted.Content);
                ModeApplied = true;
                return;
            default:
                return;
        }

        ModeApplied = true;
        Put(_durable, name, left);
    }

    private static void Put(Dictionary<string, byte[]> files, string name, byte[]? content)
    {
        if (content == null)
        {
            files.Remove(name);
        }
        else
        {
            files[name] = content;
        }
    }
}
