using System;
using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>NC001 and NC002: what the device's library does not have.</summary>
public class MissingMemberTests
{
    [Theory]
    [InlineData("string.Join(\",\", new[] { text })", "loop")]
    [InlineData("text.Replace('a', 'b')", "loop")]
    [InlineData("text.StartsWith(\"a\", System.StringComparison.Ordinal) ? text : text", "ordinal")]
    [InlineData("char.IsDigit(text[0]) ? text : text", "c >= '0'")]
    [InlineData("System.Math.Max(1L, text.Length) > 0 ? text : text", "Double")]
    [InlineData("text.PadLeft(3)", "The device has")]
    public void Member_that_the_device_lacks_is_found_with_advice(string expression, string hint) =>
        Snippet.AssertFinds("NC002", hint, $$"""
            public static class C
            {
                public static string F(string text) => {{expression}}; // <- here
            }
            """);

    [Fact]
    public void Array_sort_is_found() => Snippet.AssertFinds("NC002", "insertion sort", """
        public static class C
        {
            public static void F(System.Array numbers) => System.Array.Sort(numbers); // <- here
        }
        """);

    [Fact]
    public void Buffer_block_copy_is_found() => Snippet.AssertFinds("NC001", "Array.Copy", """
        public static class C
        {
            public static void F(byte[] from, byte[] to)
            {
                System.Buffer.BlockCopy(from, 0, to, 0, 4); // <- here
            }
        }
        """);

    [Fact]
    public void Stopwatch_is_found() => Snippet.AssertFinds("NC001", "TickCount64", """
        public static class C
        {
            public static object F() => System.Diagnostics.Stopwatch.StartNew(); // <- here
        }
        """);

    [Fact]
    public void Catching_an_exception_type_that_the_device_lacks_is_found() => Snippet.AssertFinds("NC001", "divisor", """
        public static class C
        {
            public static int F(int a, int b)
            {
                try
                {
                    return a / b;
                }
                catch (System.DivideByZeroException) // <- here
                {
                    return 0;
                }
            }
        }
        """);

    [Fact]
    public void Attribute_that_we_write_must_exist() => Snippet.AssertFinds("NC001", "API lists", """
        public static class C
        {
            [System.ComponentModel.Description("x")]
            public static int F() => 1; // <- here
        }
        """);

    [Fact]
    public void Overriding_a_method_that_the_device_lacks_is_found() => Snippet.AssertFinds("NC002", "API lists", """
        public class MyException : System.Exception
        {
            public override System.Exception GetBaseException() => this; // <- here
        }
        """);

    [Fact]
    public void Message_tells_absent_from_the_device_from_absent_from_the_contract()
    {
        const string source = "public static class C { public static string F(string s) => s.PadRight(3, ' ') + s.Normalize(); }";
        string lists = System.IO.Directory.CreateTempSubdirectory("lists-").FullName;
        System.IO.File.WriteAllText(
            System.IO.Path.Combine(lists, "mscorlib.txt"),
            "mscorlib|System.String|type sealed class\nmscorlib|System.String|method System.String PadRight(System.Int32 totalWidth, System.Char paddingChar)\n");

        NanoCheckReport report = Snippet.Check(source, change: o => o with { ApiListFolder = lists });

        Assert.Contains(report.Findings, f => f.Message.Contains("PadRight", StringComparison.Ordinal) &&
            f.Message.Contains("--propose", StringComparison.Ordinal));
        Assert.Contains(report.Findings, f => f.Message.Contains("Normalize", StringComparison.Ordinal) &&
            f.Message.Contains("does not exist", StringComparison.Ordinal));
        Assert.Equal(2, report.Findings.Count(f => f.Id == "NC002"));
    }
}
