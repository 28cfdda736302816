using nanoFramework.TestFramework;
using ZhiSan.Edge.Core.Messages;
using ZhiSan.Edge.Core.Uplink;

namespace ZhiSan.Edge.Tests.Portable.Core;

[TestClass]
public class TextTests
{
    [TestMethod]
    [DataRow(0L, 0, "0")]
    [DataRow(0L, 2, "0.00")]
    [DataRow(7L, 2, "0.07")]
    [DataRow(-7L, 1, "-0.7")]
    [DataRow(2318L, 2, "23.18")]
    [DataRow(-2147483648L, 6, "-2147.483648")]
    [DataRow(9223372036854775807L, 0, "9223372036854775807")]
    [DataRow(-9223372036854775808L, 0, "-9223372036854775808")]
    public void Fixed_point_numbers_are_written_exactly(long value, int decimals, string expected)
    {
        TextBuffer text = new TextBuffer(32);
        text.AddFixed(value, decimals);
        Assert.AreEqual(expected, Text(text));
    }

    [TestMethod]
    public void Text_that_does_not_fit_is_cut_and_said_so()
    {
        TextBuffer text = new TextBuffer(4);
        text.Add("abcdef");
        Assert.IsTrue(text.Overflowed);
        Assert.AreEqual("abcd", Text(text));
    }

    [TestMethod]
    public void Character_of_two_halves_is_written_in_four_bytes()
    {
        byte[] expected = { (byte)'a', 0xF0, 0x9F, 0x8C, 0xBF, (byte)'b' };
        TextBuffer text = new TextBuffer(16);
        text.AddUtf8("a\ud83c\udf3fb");

        Assert.AreEqual(expected.Length, text.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], text.Bytes[i]);
        }
    }

    [TestMethod]
    public void What_json_cannot_hold_becomes_a_question_mark()
    {
        TextBuffer text = new TextBuffer(16);
        text.AddQuoted("a\"b\\c\n\u4e2d");
        Assert.AreEqual("\"a?b?c??\"", Text(text));
    }

    [TestMethod]
    [DataRow("{\"through\":5}", 5L)]
    [DataRow(" { \"a\" : \"x\\\"y\" , \"through\" : 5 , \"b\":true, \"c\":-1.5e3 } ", 5L)]
    [DataRow("{\"through\":05}", -1L)]
    [DataRow("{\"through\":5.0}", -1L)]
    [DataRow("{\"through\":\"5\"}", -1L)]
    [DataRow("{\"throughout\":5}", -1L)]
    [DataRow("{\"through\":5,}", -1L)]
    [DataRow("{\"through\":{\"a\":5}}", -1L)]
    [DataRow("{\"a\":\"\\", -1L)]
    [DataRow("[5]", -1L)]
    [DataRow("{}", -1L)]
    public void A_number_is_read_from_a_flat_object_or_not_at_all(string json, long expected)
    {
        byte[] bytes = new byte[json.Length];
        for (int i = 0; i < json.Length; i++)
        {
            bytes[i] = (byte)json[i];
        }

        bool found = new FlatJson().TryGetUnsigned(bytes, bytes.Length, "through", 1000, out long value);
        Assert.AreEqual(expected, found ? value : -1L);
    }

    [TestMethod]
    public void Waits_grow_to_their_limit_and_start_small_after_success()
    {
        Backoff backoff = new Backoff(Backoff.Hash("zhisan/v1/yunwu/gw1"));
        long longest = 0;
        for (int i = 0; i < 200; i++)
        {
            long wait = backoff.NextMs(2000, 300000);
            Assert.IsTrue(wait >= 0 && wait < 300000);
            longest = wait > longest ? wait : longest;
        }

        Assert.IsTrue(longest > 200000);
        backoff.Succeed();
        Assert.IsTrue(backoff.NextMs(2000, 300000) == backoff.Slot(2000));
    }

    private static string Text(TextBuffer text)
    {
        char[] chars = new char[text.Length];
        for (int i = 0; i < chars.Length; i++)
        {
            chars[i] = (char)text.Bytes[i];
        }

        return new string(chars);
    }
}
