using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Core.Acceptance;

/// <summary>
/// Writes, overwrites and appends to a scratch file beside the journal and reads back each time, one store call a step. The file
/// stays: deleting and making again is what this file system does not do safely.
/// </summary>
internal sealed class FlashDrill
{
    private const string Name = "x0";
    private const int FirstBytes = 64;
    private const int SecondBytes = 300;
    private const int MoreBytes = 20;
    private const int Steps = 6;

    private readonly IStore _store;
    private readonly byte[] _bytes = new byte[SecondBytes + MoreBytes + 1];
    private int _step;

    public FlashDrill(IStore store)
    {
        _store = store;
    }

    /// <summary>Whether all went well so far.</summary>
    public bool IsGood = true;

    /// <summary>One store call; true when it is over, well or not.</summary>
    public bool Step()
    {
        switch (_step++)
        {
            case 0:
                Fill(1, 0, FirstBytes);
                IsGood = _store.Write(Name, _bytes, 0, FirstBytes) == StoreStatus.Ok;
                break;

            case 2:
                Fill(2, 0, SecondBytes);
                IsGood = _store.Write(Name, _bytes, 0, SecondBytes) == StoreStatus.Ok;
                break;

            case 4:
                Fill(2, SecondBytes, MoreBytes);
                IsGood = _store.Append(Name, _bytes, SecondBytes, MoreBytes) == StoreStatus.Ok;
                break;

            case 1:
                IsGood = Holds(1, FirstBytes);
                break;

            case 3:
                IsGood = Holds(2, SecondBytes);
                break;

            default:
                IsGood = Holds(2, SecondBytes + MoreBytes);
                break;
        }

        return !IsGood || _step == Steps;
    }

    private void Fill(int round, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            _bytes[i] = (byte)((i * 7) + round);
        }
    }

    private bool Holds(int round, int count)
    {
        bool isGood = _store.Read(Name, 0, _bytes, 0, _bytes.Length, out int read) == StoreStatus.Ok && read == count;
        for (int i = 0; i < count && isGood; i++)
        {
            isGood = _bytes[i] == (byte)((i * 7) + round);
        }

        return isGood;
    }
}
