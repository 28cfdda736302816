using Xunit;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>What works on the device stays green, also where the host compiler lowers it to something the device lacks.</summary>
public class AllowedConstructTests
{
    [Fact]
    public void Classes_interfaces_structs_and_exceptions() => Snippet.AssertClean("""
        public interface IShape { int Area { get; } void Grow(int by); }
        public struct Point { public int X; public int Y; public Point(int x, int y) { X = x; Y = y; } }
        public sealed class Square : IShape
        {
            private int side = 1;
            public int Area => side * side;
            public string? Name { get; init; }
            public int this[int index] => side + index;
            public void Grow(int by) => side += by;
            public override string ToString() => "square";
            public override bool Equals(object? other) => other is Square s && s.side == side;
            public override int GetHashCode() => side;
            public static bool operator ==(Square a, Square b) => a.side == b.side;
            public static bool operator !=(Square a, Square b) => a.side != b.side;
        }
        public class Failure : System.Exception { public Failure(int code) => Code = code; public int Code { get; } }
        """);

    [Fact]
    public void Exception_filters_using_and_foreach() => Snippet.AssertClean("""
        using System;
        using System.Collections;
        public sealed class Tool : IDisposable
        {
            public bool Open = true;
            public void Dispose() => Open = false;
        }
        public static class C
        {
            public static int F(ArrayList list, int[] numbers)
            {
                int sum = 0;
                using (Tool tool = new())
                {
                    foreach (object o in list) { sum += (int)o; }
                    foreach (int n in numbers) { sum += n; }
                }
                try { list.Add(sum); }
                catch (Exception e) when (e.Message.Length > 3) { sum = -1; }
                finally { sum++; }
                return sum;
            }
        }
        """);

    [Fact]
    public void Pattern_and_switch_expressions() => Snippet.AssertClean("""
        public enum Colour : byte { Red, Green, Blue }
        public static class C
        {
            public static string Name(Colour c) => c switch { Colour.Red => "red", Colour.Green => "green", Colour.Blue => "blue" };
            public static int Kind(object o) => o switch { int n when n > 3 => n, string { Length: > 2 } s => s.Length, null => 0, _ => 1 };
            public static bool Small(int n) => n is > 0 and < 10;
            public static int Word(string s)
            {
                switch (s)
                {
                    case "alpha": return 1; case "beta": return 2; case "gamma": return 3; case "delta": return 4;
                    case "epsilon": return 5; case "zeta": return 6; case "eta": return 7; case "theta": return 8;
                    default: return 0;
                }
            }
        }
        """);

    [Fact]
    public void Own_delegates_lambdas_local_functions_and_events() => Snippet.AssertClean("""
        public delegate int Step(int x);
        public class C
        {
            public event Step? Stepped;
            public int F(int y)
            {
                int Local(int z) => z + y;
                Step step = x => x * y;
                Stepped += step;
                int result = Stepped == null ? 0 : Stepped(Local(2));
                Stepped -= step;
                return result;
            }
            public static int Twice(int x) => x * 2;
            public static Step Make() => Twice;
            public static Step Lambda() => x => x + 1;
        }
        """);

    [Fact]
    public void Constant_tables_and_statics_of_the_same_type() => Snippet.AssertClean("""
        public static class Limits { public const int Size = 16; }
        public static class Table
        {
            private static readonly byte[] Bytes = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
            private static readonly int Length = Bytes.Length;
            private static readonly byte[] Buffer = new byte[Limits.Size];
            public static int At(int i) => Bytes[i] + Length + Buffer[i];
        }
        """);

    [Fact]
    public void Lock_and_collections() => Snippet.AssertClean("""
        using System.Collections;
        public class C
        {
            private readonly object gate = new();
            private readonly Hashtable table = new();
            private readonly int[][] jagged = new int[2][];
            public void F(string key, int value)
            {
                lock (gate) { table[key] = value; jagged[0] = new int[3]; }
            }
            public ref int Slot(int[] numbers, int i) => ref numbers[i];
        }
        """);

    [Fact]
    public void Text_by_concatenation_and_the_devices_overloads() => Snippet.AssertClean("""
        public static class C
        {
            public static string F(string a, int n, char c) => a + ":" + n + c;
            public static string G(string a) => a.Trim(' ', '-').Substring(0, 2).TrimEnd('x');
            public static string[] H(string a) => a.Split(',');
            public static bool I(string a, string b) => a == b || a.Equals(b);
            public static bool J(object a) => a.GetType() == typeof(string);
        }
        """);

    [Fact]
    public void Conditional_calls_and_params_of_our_own() => Snippet.AssertClean("""
        public delegate void Seen(int value);
        public class C
        {
            public event Seen? Noticed;
            private string? name;
            public void F(int n) { Noticed?.Invoke(n); name ??= nameof(F); Log("none"); Log("some", n, name); }
            public static void Log(string text, params object[] values) { }
            public byte Last(byte[] bytes) => bytes[^1];
            public string Name => name ?? "";
        }
        """);

    [Fact]
    public void Formatted_message_of_an_exception() => Snippet.AssertClean("""
        public static class C
        {
            public static int F(int n, string s) => n > 0 ? n : throw new System.ArgumentException($"{s}: {n} is out of range");
        }
        """);

    [Fact]
    public void Catch_that_names_a_status() => Snippet.AssertClean("""
        public enum Status { Fine, Failed }
        public static class C
        {
            public static Status F(System.Action action)
            {
                try { action(); return Status.Fine; }
                catch (System.IO.IOException) { return Status.Failed; }
                catch (System.Exception) { return Status.Failed; }
            }
        }
        """);

    [Fact]
    public void Attributes_that_the_device_has() => Snippet.AssertClean("""
        [System.Flags]
        public enum Bits { None = 0, One = 1, Two = 2 }
        public static class C
        {
            [System.Obsolete("use G")]
            public static int F(Bits b) => (int)(b & Bits.One);
        }
        """);
}
