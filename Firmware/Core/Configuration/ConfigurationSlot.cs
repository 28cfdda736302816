using System.Text;
using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Core.Configuration;

/// <summary>
/// The text of one of the two files that hold the configuration: lines, the first naming the generation, the last a CRC over all before.
/// CONSOLE.md describes it.
/// </summary>
internal sealed class ConfigurationSlot
{
    /// <summary>Longest file, in bytes: every key at its longest, network keys twice, and room for those of a newer version.</summary>
    public const int MaxBytes = 3072;

    private const int CheckBytes = 9;
    private const string Magic = "zhisan-config 1 ";
    private const string Digits = "0123456789abcdef";

    private readonly IStore _store;
    private byte[] _bytes = new byte[0];
    private int _length;
    private int _position;

    public ConfigurationSlot(IStore store)
    {
        _store = store;
    }

    /// <summary>Whether something did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Reads a file; its generation, 0 when there is none, -1 when it does not verify, -2 when the store fails.</summary>
    public long Read(string name)
    {
        _bytes = new byte[MaxBytes];
        StoreStatus status = _store.Read(name, 0, _bytes, 0, MaxBytes, out _length);
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NotFound ? 0 : -2;
        }

        int end = _length - CheckBytes;
        if (end < Magic.Length || _bytes[_length - 1] != '\n')
        {
            return -1;
        }

        uint crc = Crc32.Append(0, _bytes, 0, end);
        for (int i = end; i < _length - 1; i++)
        {
            if (_bytes[i] != Digits[(int)(crc >> 28)])
            {
                return -1;
            }

            crc <<= 4;
        }

        _length = end;
        _position = 0;
        string first = NextLine();
        bool isOurs = first.Length > Magic.Length && first.Substring(0, Magic.Length) == Magic;
        return isOurs ? Console.CommandLine.Number(first.Substring(Magic.Length), uint.MaxValue) : -1;
    }

    /// <summary>The next line; empty at the end.</summary>
    public string NextLine()
    {
        int start = _position;
        while (_position < _length && _bytes[_position] != '\n')
        {
            _position++;
        }

        string line = Encoding.UTF8.GetString(_bytes, start, _position - start);
        _position++;
        return line;
    }

    /// <summary>Gives the memory back.</summary>
    public void Close() => _bytes = new byte[0];

    /// <summary>Begins a file.</summary>
    public void Begin(long generation)
    {
        _bytes = new byte[MaxBytes];
        _length = 0;
        Overflowed = false;
        AddLine(Magic + generation.ToString());
    }

    /// <summary>Adds a line.</summary>
    public void AddLine(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        if (_length + bytes.Length + 1 + CheckBytes > MaxBytes)
        {
            Overflowed = true;
            return;
        }

        System.Array.Copy(bytes, 0, _bytes, _length, bytes.Length);
        _length += bytes.Length;
        _bytes[_length++] = (byte)'\n';
    }

    /// <summary>Writes the file.</summary>
    public StoreStatus Write(string name)
    {
        uint crc = Crc32.Append(0, _bytes, 0, _length);
        for (int i = 0; i < CheckBytes - 1; i++)
        {
            _bytes[_length++] = (byte)Digits[(int)(crc >> 28)];
            crc <<= 4;
        }

        _bytes[_length++] = (byte)'\n';
        StoreStatus status = Overflowed ? StoreStatus.Full : _store.Write(name, _bytes, 0, _length);
        Close();
        return status;
    }
}
