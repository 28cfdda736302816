using System;
using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>Code that compiles for the device and means something else there.</summary>
public class RuntimeRuleTests
{
    [Fact]
    public void Finaliser() => Snippet.AssertFinds("NC114", "finally", """
        public class C
        {
            ~C() => System.GC.SuppressFinalize(this); // <- here
        }
        """);

    [Fact]
    public void Static_that_reads_another_types_static() => Snippet.AssertFinds("NC115", "const", """
        public static class B
        {
            public static int Size = new int[3].Length;
        }
        public static class A
        {
            public static byte[] Buffer = new byte[B.Size]; // <- here
        }
        """);

    [Fact]
    public void Static_that_reads_another_types_static_through_a_call() => Snippet.AssertFinds("NC115", "const", """
        public static class B
        {
            private static readonly int[] Table = { 1, 2, 3 };
            public static int Sum() => Table[0] + Table[1];
        }
        public static class A
        {
            public static readonly int Sum = B.Sum(); // <- here
        }
        """);

    [Fact]
    public void Static_lambda_lives_in_another_types_static() => Snippet.AssertFinds("NC115", "Name the method", """
        public delegate int Step(int x);
        public static class A
        {
            public static readonly Step Twice = x => x * 2; // <- here
        }
        """);

    [Theory]
    [InlineData("colour.ToString()")]
    [InlineData("\"is \" + colour")]
    [InlineData("$\"is {colour}\"")]
    [InlineData("string.Format(\"is {0}\", colour)")]
    [InlineData("((object)colour).ToString()!")]
    public void Enum_as_text(string expression) => Snippet.AssertFinds("NC116", "switch", $$"""
        public enum Colour { Red, Green }
        public static class C
        {
            public static string F(Colour colour) => {{expression}}; // <- here
        }
        """);

    [Fact]
    public void Interpolation_outside_an_exception_is_a_warning()
    {
        NanoCheckReport report = Snippet.Check("""
            public static class C
            {
                public static string F(int n)
                {
                    if (n < 0)
                    {
                        throw new System.ArgumentException($"negative: {n}");
                    }
                    return $"n = {n}";
                }
            }
            """);

        Finding finding = Assert.Single(report.Findings);
        Assert.Equal(("NC117", FindingSeverity.Warning, 9), (finding.Id, finding.Severity, finding.Line));
        Assert.True(report.IsGreen);
    }

    [Fact]
    public void Debug_assert() => Snippet.AssertFinds("NC123", "Invariant.Check", """
        public static class C
        {
            public static void F(bool fine) => System.Diagnostics.Debug.Assert(fine); // <- here
        }
        """);

    [Fact]
    public void Keyed_hash_object() => Snippet.AssertFinds("NC129", "HashData", """
        public static class C
        {
            public static byte[] F(byte[] key, byte[] text)
            {
                using (var hash = new System.Security.Cryptography.HMACSHA256(key)) // <- here
                {
                    return hash.ComputeHash(text);
                }
            }
        }
        """);

    [Fact]
    public void Nul_in_a_text() => Snippet.AssertFinds("NC130", "byte[]", """
        public static class C
        {
            public static string F(string salt) => salt + "\0\0\0\u0001"; // <- here
        }
        """);

    [Fact]
    public void Empty_catch() => Snippet.AssertFinds("NC124", "named status", """
        public static class C
        {
            public static void F(System.Action action)
            {
                try
                {
                    action();
                }
                catch (System.Exception) // <- here
                {
                }
            }
        }
        """);

    [Fact]
    public void Catching_only_IOException() => Snippet.AssertFinds("NC125", "System.Exception", """
        public static class C
        {
            public static int F(System.Action action)
            {
                try
                {
                    action();
                    return 0;
                }
                catch (System.IO.IOException) // <- here
                {
                    return 1;
                }
            }
        }
        """);

    [Fact]
    public void Floating_point_in_the_journal_is_a_warning()
    {
        const string source = "public static class C { public static int F(int n) => (int)(n * 0.5); }";

        NanoCheckReport journal = Snippet.Check(source, "ZhiSan.Edge.Buffering");
        NanoCheckReport elsewhere = Snippet.Check(source);

        Assert.Contains(journal.Findings, f => f is { Id: "NC126", Severity: FindingSeverity.Warning });
        Assert.Empty(elsewhere.Findings);
    }

    [Fact]
    public void Comment_with_a_reason_allows_a_finding_and_one_without_does_not()
    {
        NanoCheckReport report = Snippet.Check(ToDisk("""
            public static class C
            {
                public static int F(int a, int b)
                {
                    // nanocheck: allow NC111 because the limit was compared above
                    int sum = checked(a + b);
                    return checked(sum * b); // nanocheck: allow NC111
                }
            }
            """));

        Assert.Equal([6], report.Suppressed.Select(f => f.Line));
        Assert.Equal([7], report.Findings.Select(f => f.Line));
    }

    // Suppressions are read from the file that the PDB names: a #line directive points it at one that stays.
    private static string ToDisk(string source)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"suppressed-{Guid.NewGuid():N}.cs");
        System.IO.File.WriteAllText(path, source);
        return $"#line 1 \"{path}\"\n{source}";
    }
}
