namespace ZhiSan.Edge.Buffering.Pages;

/// <summary>
/// Adaptive binary range coder (G. N. N. Martin 1979; carry handling as in LZMA). One class codes and decodes, so that
/// the caller describes its model once: a call passes the bit when encoding and gets the bit when decoding.
/// A decoder that runs past its bytes reads zeros, which is what the encoder's trailing zeros were cut to.
/// </summary>
public sealed class RangeCoder
{
    private const uint TopOfRange = 1u << 24;
    private const int InitialProbability = 1 << 15;

    // The first update moves a third of the way, later ones less, the 24th and all that follow one part in 27:
    // quick on a page of fifteen rows, steady on one of two hundred and fifty. It also keeps a probability 26 parts away from
    // both ends, so that neither bit ever has an empty interval.
    private const int FirstDivisor = 3;
    private const int LastDivisor = 27;

    private const int FinishBytes = 5;

    private readonly ushort[] _probabilities;
    private readonly byte[] _divisors;

    private bool _encoding;
    private byte[] _buffer;
    private int _offset;
    private int _end;
    private uint _range;
    private ulong _low;
    private uint _code;
    private byte _cache;
    private int _pending;
    private bool _started;

    /// <summary>Makes a coder with the given number of contexts, all untrained.</summary>
    public RangeCoder(int contexts)
    {
        _probabilities = new ushort[contexts];
        _divisors = new byte[contexts];
        _buffer = new byte[0];
        ResetModels();
    }

    /// <summary>True when an encoder ran out of room: the output is useless, the models are trained all the same.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Where the output ends at the latest if it is ended now.</summary>
    public int EndBound => _offset + _pending + FinishBytes;

    /// <summary>Whether this coder encodes at the moment.</summary>
    public bool Encoding => _encoding;

    /// <summary>Forgets everything learned.</summary>
    public void ResetModels()
    {
        for (int i = 0; i < _probabilities.Length; i++)
        {
            _probabilities[i] = InitialProbability;
            _divisors[i] = FirstDivisor;
        }
    }

    /// <summary>
    /// Gives an untrained context a first opinion: the chance of a 0 in 65536ths, held as firmly as after some updates.
    /// </summary>
    public void Presume(int context, int probability, int updates)
    {
        _probabilities[context] = (ushort)probability;
        _divisors[context] = (byte)(FirstDivisor + updates);
    }

    /// <summary>Starts writing at the offset, at most up to <paramref name="end"/>.</summary>
    public void StartEncoding(byte[] buffer, int offset, int end)
    {
        Start(buffer, offset, end, true);
        _low = 0;
        _cache = 0;
        _pending = 0;
        _started = false;
    }

    /// <summary>Starts reading the bytes from the offset up to <paramref name="end"/>.</summary>
    public void StartDecoding(byte[] buffer, int offset, int end)
    {
        Start(buffer, offset, end, false);
        _code = 0;
        for (int i = 0; i < 4; i++)
        {
            _code = (_code << 8) | NextByte();
        }
    }

    /// <summary>
    /// Ends the output with the fewest bytes that still name a value inside the final interval.
    /// Returns the offset behind the last byte.
    /// </summary>
    public int FinishEncoding(int start)
    {
        ulong limit = _low + _range;
        for (int zeros = 32; zeros >= 0; zeros -= 8)
        {
            ulong step = 1UL << zeros;
            ulong rounded = (_low + step - 1) & ~(step - 1);
            if (rounded < limit)
            {
                _low = rounded;
                break;
            }
        }

        for (int i = 0; i < FinishBytes; i++)
        {
            ShiftLow();
        }

        while (_offset > start && _buffer[_offset - 1] == 0)
        {
            _offset--;
        }

        return _offset;
    }

    /// <summary>Codes one bit (0 or 1) in a context, and learns from it.</summary>
    public int Bit(int context, int bit)
    {
        int probability = _probabilities[context];
        uint bound = (_range >> 12) * (uint)(probability >> 4);
        if (!_encoding)
        {
            bit = _code < bound ? 0 : 1;
        }

        int divisor = _divisors[context];
        if (bit == 0)
        {
            _range = bound;
            probability += (65536 - probability) / divisor;
        }
        else
        {
            _range -= bound;
            probability -= probability / divisor;
            if (_encoding)
            {
                _low += bound;
            }
            else
            {
                _code -= bound;
            }
        }

        _probabilities[context] = (ushort)probability;
        if (divisor < LastDivisor)
        {
            _divisors[context] = (byte)(divisor + 1);
        }

        if (_range < TopOfRange)
        {
            Normalize();
        }

        return bit;
    }

    /// <summary>Codes the low <paramref name="count"/> bits (0 to 32) without a model, highest first.</summary>
    public uint Direct(uint value, int count)
    {
        uint result = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            _range >>= 1;
            uint bit;
            if (_encoding)
            {
                bit = (value >> i) & 1;
                if (bit != 0)
                {
                    _low += _range;
                }
            }
            else
            {
                bit = _code >= _range ? 1u : 0u;
                if (bit != 0)
                {
                    _code -= _range;
                }
            }

            result = (result << 1) | bit;
            if (_range < TopOfRange)
            {
                Normalize();
            }
        }

        return result;
    }

    private void Start(byte[] buffer, int offset, int end, bool encoding)
    {
        Invariant.Check(offset >= 0 && offset <= end && end <= buffer.Length, "coder within its buffer");
        _buffer = buffer;
        _offset = offset;
        _end = end;
        _encoding = encoding;
        _range = 0xFFFFFFFF;
        Overflowed = false;
    }

    // Called only when there is something to do: on the device a call costs as much as ten steps.
    private void Normalize()
    {
        do
        {
            _range <<= 8;
            if (_encoding)
            {
                ShiftLow();
            }
            else
            {
                _code = (_code << 8) | NextByte();
            }
        }
        while (_range < TopOfRange);
    }

    private byte NextByte() => _offset < _end ? _buffer[_offset++] : (byte)0;

    private void ShiftLow()
    {
        if (_low < 0xFF000000 || _low > 0xFFFFFFFF)
        {
            byte carry = (byte)(_low >> 32);
            if (_started)
            {
                Emit((byte)(_cache + carry));
            }

            // The byte before the first can only be zero: the coded number is below one.
            _started = true;
            for (; _pending > 0; _pending--)
            {
                Emit((byte)(0xFF + carry));
            }

            _cache = (byte)(_low >> 24);
        }
        else
        {
            _pending++;
        }

        _low = (_low & 0x00FFFFFF) << 8;
    }

    private void Emit(byte value)
    {
        if (_offset >= _end)
        {
            Overflowed = true;
            return;
        }

        _buffer[_offset++] = value;
    }
}
