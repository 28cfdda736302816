using Xunit;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>Language constructs that the device cannot compile or run: one planted violation each.</summary>
public class LanguageRuleTests
{
    [Fact]
    public void Generic_type_of_our_own() => Snippet.AssertFinds("NC101", "one type", """
        public class Box<T>
        {
            public int F() => 1; // <- here
        }
        """);

    [Fact]
    public void Generic_method_of_our_own() => Snippet.AssertFinds("NC101", "one type", """
        public static class C
        {
            public static int F<T>() => 1; // <- here
        }
        """);

    [Fact]
    public void Generic_collection() => Snippet.AssertFinds("NC102", "ArrayList", """
        public static class C
        {
            public static object F()
            {
                return new System.Collections.Generic.List<int>(); // <- here
            }
        }
        """);

    [Fact]
    public void Generic_call() => Snippet.AssertFinds("NC102", "new T[0]", """
        public static class C
        {
            public static byte[] F() => System.Array.Empty<byte>(); // <- here
        }
        """);

    [Fact]
    public void Nullable_value() => Snippet.AssertFinds("NC103", "sentinel", """
        public static class C
        {
            public static bool F(int? number) => number == null; // <- here
        }
        """);

    [Fact]
    public void Tuple() => Snippet.AssertFinds("NC104", "out parameters", """
        public static class C
        {
            public static (int, int) F() => (1, 2); // <- here
        }
        """);

    [Fact]
    public void Action_of_something() => Snippet.AssertFinds("NC105", "delegate of your own", """
        public static class C
        {
            public static void F(System.Action<int> action) => action(1); // <- here
        }
        """);

    [Fact]
    public void Func() => Snippet.AssertFinds("NC105", "delegate of your own", """
        public static class C
        {
            public static int F(System.Func<int> function) => function(); // <- here
        }
        """);

    [Fact]
    public void Span() => Snippet.AssertFinds("NC106", "offset", """
        public static class C
        {
            public static int F(System.Span<byte> bytes) => bytes.Length; // <- here
        }
        """);

    [Fact]
    public void Stackalloc() => Snippet.AssertFinds("NC106", "constructors", """
        public static class C
        {
            public static unsafe int F()
            {
                byte* bytes = stackalloc byte[4]; // <- here
                return bytes[0];
            }
        }
        """);

    [Fact]
    public void Multi_dimensional_array() => Snippet.AssertFinds("NC107", "row * width", """
        public static class C
        {
            public static object F() => new int[2, 3]; // <- here
        }
        """);

    [Fact]
    public void Async() => Snippet.AssertFinds("NC108", "state machine", """
        public static class C
        {
            public static async void F() { await System.Threading.Tasks.Task.Yield(); } // <- here
        }
        """);

    [Fact]
    public void Iterator() => Snippet.AssertFinds("NC109", "MoveNext", """
        public static class C
        {
            public static System.Collections.IEnumerable F() { yield return 1; } // <- here
        }
        """);

    [Fact]
    public void Default_interface_method() => Snippet.AssertFinds("NC110", "base class", """
        public interface IThing
        {
            int F() => 1; // <- here
        }
        """);

    [Fact]
    public void Checked_arithmetic() => Snippet.AssertFinds("NC111", "limit", """
        public static class C
        {
            public static int F(int a, int b) => checked(a + b); // <- here
        }
        """);

    [Fact]
    public void Array_of_a_long_size() => Snippet.AssertFinds("NC111", "cast the size", """
        public static class C
        {
            public static byte[] F(long size) => new byte[size]; // <- here
        }
        """);

    [Fact]
    public void Fixed_size_buffer() => Snippet.AssertFinds("NC112", "array field", """
        public unsafe struct S
        {
            public fixed byte Bytes[8];
            public S(int _) => Bytes[0] = 1; // <- here
        }
        """);

    [Fact]
    public void Volatile_field() => Snippet.AssertFinds("NC113", "lock", """
        public class C
        {
            private volatile int number;
            public int F() => number; // <- here
        }
        """);

    [Fact]
    public void Linq() => Snippet.AssertFinds("NC118", "loop", """
        using System.Linq;
        public static class C
        {
            public static int F(int[] numbers) => numbers.Sum(); // <- here
        }
        """);

    [Fact]
    public void Decimal() => Snippet.AssertFinds("NC119", "scaled integer", """
        public static class C
        {
            public static decimal F(decimal d) => d; // <- here
        }
        """);

    [Fact]
    public void Task() => Snippet.AssertFinds("NC120", "three threads", """
        public static class C
        {
            public static object F() => System.Threading.Tasks.Task.CompletedTask; // <- here
        }
        """);

    [Fact]
    public void Dynamic() => Snippet.AssertFinds("NC121", "cast", """
        public static class C
        {
            public static object F(dynamic thing) => thing.Name; // <- here
        }
        """);

    [Fact]
    public void Pointer() => Snippet.AssertFinds("NC122", "index", """
        public static class C
        {
            public static unsafe byte F(byte* bytes) => bytes[1]; // <- here
        }
        """);

    [Fact]
    public void Range_of_an_array() => Snippet.AssertFinds("NC127", "Array.Copy", """
        public static class C
        {
            public static byte[] F(byte[] bytes) => bytes[1..3]; // <- here
        }
        """);

    [Fact]
    public void Record() => Snippet.AssertFinds("NC128", "readonly fields", """
        public sealed record R(int A); // <- here
        """);
}
