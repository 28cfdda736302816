using System;
using System.Linq;
using Xunit;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>I6: the core reads no clock, opens no socket or file, starts no thread, and takes no chances.</summary>
public class PureCoreTests
{
    [Theory]
    [InlineData("NC201", "monotonicMs", "System.DateTime.UtcNow.Ticks")]
    [InlineData("NC201", "monotonicMs", "System.Environment.TickCount64")]
    [InlineData("NC202", "deadline", "new System.Threading.Thread(F2)")]
    [InlineData("NC202", "deadline", "System.Threading.Interlocked.Increment(ref number)")]
    [InlineData("NC203", "output", "new System.Net.Sockets.TcpClient()")]
    [InlineData("NC204", "storage port", "System.IO.File.Exists(\"x\")")]
    [InlineData("NC205", "seed", "new System.Random()")]
    [InlineData("NC205", "seed", "System.Guid.NewGuid()")]
    [InlineData("NC205", "seed", "\"text\".GetHashCode()")]
    [InlineData("NC206", "output", "System.Console.ReadLine()!")]
    [InlineData("NC206", "input", "System.GC.GetTotalMemory(false)")]
    public void Core_that_touches_the_world_is_found(string id, string hint, string expression) => Snippet.AssertFinds(id, hint, $$"""
        public static class C
        {
            private static int number = 1;
            public static object F() => {{expression}}; // <- here
            public static void F2() => number++;
        }
        """, "ZhiSan.Edge.Core");

    [Fact]
    public void Lock_in_the_core_is_found() => Snippet.AssertFinds("NC202", "only thread", """
        public class C
        {
            private int number;
            public void F()
            {
                lock (this) // <- here
                {
                    number++;
                }
            }
        }
        """, "ZhiSan.Edge.Core");

    [Fact]
    public void Seeded_chance_is_pure() =>
        Snippet.AssertClean("public static class C { public static int F(int seed) => new System.Random(seed).Next(6); }",
            "ZhiSan.Edge.Core");

    [Fact]
    public void Other_assemblies_may_touch_the_world() =>
        Assert.DoesNotContain(
            Snippet.Check("public static class C { public static long F() => System.Environment.TickCount64; }").Findings,
            f => f.Id.StartsWith("NC2", StringComparison.Ordinal));

    [Fact]
    public void Rules_cover_the_three_pure_assemblies() =>
        Assert.Equal(["ZhiSan.Edge.Buffering", "ZhiSan.Edge.Core", "ZhiSan.Edge.Sensors"],
            new NanoCheckOptions().PureAssemblies.Order());
}
