using System;
using ZhiSan.Edge.Buffering;
using ZhiSan.Edge.Core.Commands;
using ZhiSan.Edge.Core.Incidents;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Core;

/// <summary>
/// What a gateway must not forget and the journal does not tell quickly: the last command, the open incidents, the ranges that are
/// gone. Two files in turn, each whole with a checksum: a power cut leaves the one before. DESIGN.md lists the bytes.
/// </summary>
internal sealed class StateFile
{
    private const int HeaderBytes = 2 + 4 + 4 + 4;
    private const int CommandBytes = 7 + Command.MarkBytes + 1;
    private const int IncidentBytes = 1 + 1 + 7 + 5 + 7;
    private const int GoneBytes = 1 + 7 + 7;
    private const int CheckBytes = 4;
    private const int MaxBytes = HeaderBytes + CommandBytes + 1 + (IncidentSubject.Count * IncidentBytes)
        + 1 + (GoneRanges.Capacity * GoneBytes) + CheckBytes;

    private readonly IStore _store;
    private readonly OpenIncidents _open;
    private readonly GoneRanges _gone;
    private readonly byte[] _bytes = new byte[MaxBytes];
    private uint _generation;

    /// <summary>Makes a file that is not read yet.</summary>
    public StateFile(IStore store, OpenIncidents open, GoneRanges gone)
    {
        _store = store;
        _open = open;
        _gone = gone;
    }

    /// <summary>Counter of the last command that was accepted; 0 before the first.</summary>
    internal long Counter;

    /// <summary>What tells that command from another one with its counter.</summary>
    internal byte[] Mark = new byte[Command.MarkBytes];

    /// <summary>How it was answered: 1 ok, 0 not known.</summary>
    internal byte Answer;

    /// <summary>Boot that wrote the file.</summary>
    internal uint Boot;

    /// <summary>Epoch it belongs to. Of another epoch only the counter counts.</summary>
    internal uint Epoch;

    /// <summary>Reads the newer of the two files that is whole; without one everything is as at the first start.</summary>
    public void Load()
    {
        uint newest = 0;
        int choice = -1;
        for (int i = 0; i < 2; i++)
        {
            if (Read(i) && (choice < 0 || (int)(_generation - newest) > 0))
            {
                choice = i;
                newest = _generation;
            }
        }

        _generation = newest;
        if (choice >= 0 && Read(choice))
        {
            Take();
        }
    }

    /// <summary>Writes everything over the older file. False when the flash refuses; the newer one stays what it was.</summary>
    public bool Save()
    {
        _generation++;
        _bytes[0] = (byte)'N';
        _bytes[1] = 1;
        int at = LittleEndian.Write(_bytes, 2, _generation, 4);
        at = LittleEndian.Write(_bytes, at, Epoch, 4);
        at = LittleEndian.Write(_bytes, at, Boot, 4);
        at = LittleEndian.Write(_bytes, at, Counter, 7);
        Array.Copy(Mark, 0, _bytes, at, Command.MarkBytes);
        at += Command.MarkBytes;
        _bytes[at++] = Answer;
        _bytes[at++] = (byte)_open.Count;
        for (int i = 0; i < IncidentSubject.Count; i++)
        {
            if (_open.IsOpen(i))
            {
                _bytes[at++] = (byte)i;
                _bytes[at++] = _open.Cause(i);
                at = LittleEndian.Write(_bytes, at, _open.Begin(i), 7);
                at = LittleEndian.Write(_bytes, at, _open.SinceMs(i) / 1000, 5);
                at = LittleEndian.Write(_bytes, at, _open.First(i), 7);
            }
        }

        _bytes[at++] = (byte)_gone.Count;
        for (int i = 0; i < _gone.Count; i++)
        {
            _bytes[at++] = _gone.Cause(i);
            at = LittleEndian.Write(_bytes, at, _gone.First(i), 7);
            at = LittleEndian.Write(_bytes, at, _gone.Last(i), 7);
        }

        at = LittleEndian.Write(_bytes, at, Crc32.Append(0, _bytes, 0, at), CheckBytes);
        if (_store.Write(Name((int)(_generation & 1)), _bytes, 0, at) == StoreStatus.Ok)
        {
            return true;
        }

        // Tried again over the same file: the other one is the one that is whole.
        _generation--;
        return false;
    }

    private static string Name(int slot) => slot == 0 ? "n0" : "n1";

    // Whether the file is whole. Its bytes and its generation are here then.
    private bool Read(int slot)
    {
        if (_store.Read(Name(slot), 0, _bytes, 0, MaxBytes, out int read) != StoreStatus.Ok
            || read < HeaderBytes + CommandBytes + 2 + CheckBytes || _bytes[0] != 'N' || _bytes[1] != 1)
        {
            return false;
        }

        int end = read - CheckBytes;
        _generation = (uint)LittleEndian.Read(_bytes, 2, 4);
        int incidents = _bytes[HeaderBytes + CommandBytes];
        int gone = HeaderBytes + CommandBytes + 1 + (incidents * IncidentBytes);
        return (uint)LittleEndian.Read(_bytes, end, CheckBytes) == Crc32.Append(0, _bytes, 0, end)
            && gone < end && gone + 1 + (_bytes[gone] * GoneBytes) == end;
    }

    private void Take()
    {
        Epoch = (uint)LittleEndian.Read(_bytes, 6, 4);
        Boot = (uint)LittleEndian.Read(_bytes, 10, 4);
        Counter = LittleEndian.Read(_bytes, HeaderBytes, 7);
        Array.Copy(_bytes, HeaderBytes + 7, Mark, 0, Command.MarkBytes);
        int at = HeaderBytes + CommandBytes - 1;
        Answer = _bytes[at++];
        for (int count = _bytes[at++]; count > 0; count--)
        {
            int subject = _bytes[at] % IncidentSubject.Count;
            _open.Set(
                subject, _bytes[at + 1], LittleEndian.Read(_bytes, at + 2, 7), LittleEndian.Read(_bytes, at + 9, 5) * 1000,
                LittleEndian.Read(_bytes, at + 14, 7));
            at += IncidentBytes;
        }

        for (int count = _bytes[at++]; count > 0; count--)
        {
            _gone.Add(LittleEndian.Read(_bytes, at + 1, 7), LittleEndian.Read(_bytes, at + 8, 7), _bytes[at], 0);
            at += GoneBytes;
        }
    }
}
