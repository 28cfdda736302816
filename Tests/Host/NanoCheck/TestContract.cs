using System.Linq;
using ZhiSan.Edge.NanoCheck;

namespace ZhiSan.Edge.Tests.Host.NanoCheck;

/// <summary>The project's contract with what these tests' snippets use besides.</summary>
internal static class TestContract
{
    /// <summary>Further lines, as they stand in the API lists.</summary>
    public const string FurtherLines = """
        mscorlib|System.Action|delegate System.Void Invoke()
        mscorlib|System.Action|type delegate : System.MulticastDelegate
        mscorlib|System.ArgumentException|ctor ArgumentException(System.String message)
        mscorlib|System.ArgumentException|type class : System.SystemException
        mscorlib|System.Array|method static System.Void Copy(System.Array sourceArray, System.Int32 sourceIndex, System.Array destinationArray, System.Int32 destinationIndex, System.Int32 length)
        mscorlib|System.Char|method virtual System.String ToString()
        mscorlib|System.Collections.ArrayList|ctor ArrayList()
        mscorlib|System.Collections.ArrayList|method virtual System.Collections.IEnumerator GetEnumerator()
        mscorlib|System.Collections.ArrayList|method virtual System.Int32 Add(System.Object value)
        mscorlib|System.Collections.ArrayList|property System.Object Item[System.Int32 index] { get; set; }
        mscorlib|System.Collections.ArrayList|type class : System.Collections.IList, System.Collections.ICollection, System.Collections.IEnumerable, System.ICloneable
        mscorlib|System.DateTime|property static System.DateTime UtcNow { get; }
        mscorlib|System.DateTime|type struct : System.ValueType
        mscorlib|System.Diagnostics.Debug|method static System.Void WriteLine(System.String message)
        mscorlib|System.Diagnostics.Debug|type static class
        nanoFramework.Runtime.Native|System.Environment|property static System.Int64 TickCount64 { get; }
        nanoFramework.Runtime.Native|System.Environment|type static class
        mscorlib|System.Exception|property System.String Message { get; }
        mscorlib|System.FlagsAttribute|ctor FlagsAttribute()
        mscorlib|System.FlagsAttribute|type class : System.Attribute
        mscorlib|System.GC|method static System.Void SuppressFinalize(System.Object obj)
        mscorlib|System.GC|type static class
        mscorlib|System.IO.IOException|type class : System.SystemException
        mscorlib|System.Int32|method virtual System.String ToString()
        mscorlib|System.Object|method virtual System.Boolean Equals(System.Object obj)
        mscorlib|System.ObsoleteAttribute|ctor ObsoleteAttribute(System.String message)
        mscorlib|System.ObsoleteAttribute|type sealed class : System.Attribute
        mscorlib|System.Random|ctor Random()
        mscorlib|System.Random|ctor Random(System.Int32 seed)
        mscorlib|System.Random|method virtual System.Int32 Next(System.Int32 maxValue)
        mscorlib|System.Random|type class
        mscorlib|System.String|method System.Char[] ToCharArray()
        mscorlib|System.Object|method System.Type GetType()
        mscorlib|System.String|method System.String PadLeft(System.Int32 totalWidth, System.Char paddingChar)
        mscorlib|System.String|method System.String Substring(System.Int32 startIndex, System.Int32 length)
        mscorlib|System.String|method System.String Trim(System.Char[] trimChars)
        mscorlib|System.String|method System.String TrimEnd(System.Char[] trimChars)
        mscorlib|System.String|method System.String[] Split(System.Char[] separator)
        mscorlib|System.String|method static System.String Concat(System.String str0, System.String str1)
        mscorlib|System.String|method static System.String Concat(System.String str0, System.String str1, System.String str2)
        mscorlib|System.String|method static System.String Concat(System.String str0, System.String str1, System.String str2, System.String str3)
        mscorlib|System.String|method static System.String Format(System.String format, System.Object[] args)
        mscorlib|System.String|method virtual System.Boolean Equals(System.Object obj)
        mscorlib|System.SystemException|type class : System.Exception
        mscorlib|System.Threading.Interlocked|method static System.Int32 Increment(ref System.Int32 location)
        mscorlib|System.Threading.Interlocked|type static class
        mscorlib|System.Threading.Thread|ctor Thread(System.Threading.ThreadStart start)
        mscorlib|System.Threading.Thread|method System.Void Start()
        mscorlib|System.Threading.Thread|method static System.Void Sleep(System.Int32 millisecondsTimeout)
        mscorlib|System.Threading.Thread|type sealed class
        mscorlib|System.Threading.ThreadStart|delegate System.Void Invoke()
        mscorlib|System.Threading.ThreadStart|type delegate : System.MulticastDelegate
        System.Math|System.Math|method static System.Int32 Max(System.Int32 val1, System.Int32 val2)
        System.Math|System.Math|type static class
        nanoFramework.System.Collections|System.Collections.Hashtable|ctor Hashtable()
        nanoFramework.System.Collections|System.Collections.Hashtable|property System.Object Item[System.Object key] { get; set; }
        nanoFramework.System.Collections|System.Collections.Hashtable|type class : System.ICloneable, System.Collections.IDictionary, System.Collections.ICollection, System.Collections.IEnumerable
        nanoFramework.System.Collections|System.Collections.IDictionary|type interface : System.Collections.ICollection, System.Collections.IEnumerable
        nanoFramework.System.Text|System.Text.StringBuilder|ctor StringBuilder()
        nanoFramework.System.Text|System.Text.StringBuilder|method System.Text.StringBuilder Append(System.Int32 value)
        nanoFramework.System.Text|System.Text.StringBuilder|method System.Text.StringBuilder Append(System.Object value)
        nanoFramework.System.Text|System.Text.StringBuilder|method System.Text.StringBuilder Append(System.String value)
        nanoFramework.System.Text|System.Text.StringBuilder|type sealed class
        """;

    /// <summary>Both together.</summary>
    public static DeviceContract Value { get; } =
        DeviceContract.Parse(DeviceContract.Embedded().Lines.Select(l => l.ToString()).Concat(FurtherLines.Split('\n')));
}
