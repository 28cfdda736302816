using ZhiSan.Edge.Buffering;

namespace ZhiSan.Edge.Tests.Portable.Core;

/// <summary>A configuration file written by hand, ASCII.</summary>
internal sealed class ConfigurationText
{
    private string _text = string.Empty;

    public void Add(string text) => _text += text;

    /// <summary>The file with its checksum.</summary>
    public byte[] Bytes()
    {
        byte[] bytes = new byte[_text.Length + 9];
        for (int i = 0; i < _text.Length; i++)
        {
            bytes[i] = (byte)_text[i];
        }

        uint crc = Crc32.Append(0, bytes, 0, _text.Length);
        for (int i = 0; i < 8; i++)
        {
            bytes[_text.Length + i] = (byte)"0123456789abcdef"[(int)(crc >> (28 - (4 * i))) & 15];
        }

        bytes[bytes.Length - 1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Bytes as text.</summary>
    public static string Of(byte[] bytes)
    {
        char[] text = new char[bytes.Length];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)bytes[i];
        }

        return new string(text);
    }
}
