using System;
using System.Collections.Generic;

namespace ZhiSan.Edge.NanoCheck;

/// <summary>What to write in place of well-known members that the device lacks.</summary>
internal static class Substitutes
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["System.String.Join"] = "Concatenate in a loop, or write into the caller's byte[] with our text writer.",
        ["System.String.Replace"] = "Copy the characters in a loop, or build the text right in the first place.",
        ["System.String.Format"] = "The device has String.Format(String, Object[]) only.",
        ["System.String.IsNullOrWhiteSpace"] = "Use string.IsNullOrEmpty(text.Trim()) or a loop.",
        ["System.String.Contains"] = "The device has Contains(string) only; for a char use IndexOf(c) >= 0.",
        ["System.String.StartsWith"] = "The device has StartsWith(string) only, and it is ordinal.",
        ["System.String.EndsWith"] = "The device has EndsWith(string) only, and it is ordinal.",
        ["System.String.Equals"] = "Use ==: it is ordinal on the device and on the host.",
        ["System.String.Compare"] = "The device has Compare(string, string) only, and it is ordinal.",
        ["System.String.CompareOrdinal"] = "Compare the characters in a loop.",
        ["System.String.Split"] = "The device has Split(char[]) and Split(char[], int) only.",
        ["System.String.Insert"] = "Use Substring and +.",
        ["System.String.Remove"] = "Use Substring and +.",
        ["System.String.Create"] = "Fill a char[] and call new string(char[]).",
        ["System.String.GetHashCode"] = "Hash the UTF-8 bytes with our own function: the host's value changes from run to run.",
        ["System.StringComparison"] = "Leave it out: the device's comparisons are ordinal.",
        ["System.StringComparer"] = "Use == (ordinal).",
        ["System.StringSplitOptions"] = "Split(char[]) and skip empty parts in the loop.",
        ["System.Array.Sort"] = "Write an insertion sort: our arrays are short and sorting must not allocate.",
        ["System.Array.Resize"] = "Allocate once in the constructor; otherwise new array and Array.Copy.",
        ["System.Array.Reverse"] = "Swap in a loop.",
        ["System.Array.Fill"] = "Fill in a loop.",
        ["System.Array.Clear"] = "The device has Array.Clear(array, index, length) only.",
        ["System.Array.Copy"] = "The device takes Int32 lengths and indices.",
        ["System.Array.Empty"] = "Write new T[0], kept in a field.",
        ["System.Buffer"] = "Use Array.Copy.",
        ["System.Buffer.BlockCopy"] = "Use Array.Copy.",
        ["System.Char.IsDigit"] = "Write c >= '0' && c <= '9'.",
        ["System.Char.IsLetter"] = "Compare with 'a'..'z' and 'A'..'Z'.",
        ["System.Char.IsLetterOrDigit"] = "Compare with the ranges you mean.",
        ["System.Char.IsWhiteSpace"] = "Compare with ' ', '\\t', '\\r', '\\n'.",
        ["System.Char.IsUpper"] = "Write c >= 'A' && c <= 'Z'.",
        ["System.Char.IsLower"] = "Write c >= 'a' && c <= 'z'.",
        ["System.Char.ToUpperInvariant"] = "Use c.ToUpper().",
        ["System.Char.ToLowerInvariant"] = "Use c.ToLower().",
        ["System.String.ToUpperInvariant"] = "Use ToUpper(): the device knows no cultures.",
        ["System.String.ToLowerInvariant"] = "Use ToLower(): the device knows no cultures.",
        ["System.Math.Min"] =
            "Int32, Single and Double exist; for other types write a < b ? a : b (an Int64 would turn into a Double there).",
        ["System.Math.Max"] =
            "Int32, Single and Double exist; for other types write a > b ? a : b (an Int64 would turn into a Double there).",
        ["System.Math.Abs"] = "Int32, Single and Double exist; for other types write x < 0 ? -x : x.",
        ["System.Math.Clamp"] = "Int64, UInt64, Single and Double exist.",
        ["System.Math.DivRem"] = "Use / and %.",
        ["System.Diagnostics.Stopwatch"] =
            "Take the monotonic milliseconds as a parameter; on the device use Environment.TickCount64 or HighResTimer.",
        ["System.Buffers.Binary.BinaryPrimitives"] = "Shift and mask bytes by hand.",
        ["System.Numerics.BitOperations"] = "Shift and mask by hand.",
        ["System.Globalization.CultureInfo"] = "Leave it out: the device knows no cultures; numbers format invariantly.",
        ["System.IFormatProvider"] = "Leave it out: the device knows no cultures.",
        ["System.Int32.TryFormat"] = "Use our text writer.",
        ["System.Int32.CompareTo"] = "Compare with < and >.",
        ["System.Int64.CompareTo"] = "Compare with < and >.",
        ["System.Environment.NewLine"] = "Write \"\\r\\n\" or \"\\n\", as the protocol says.",
        ["System.Text.Encoding.GetString"] = "The device has GetString(bytes, index, count) only.",
        ["System.Text.Encoding.ASCII"] = "Use Encoding.UTF8.",
        ["System.IO.File.GetLastWriteTime"] = "The device cannot tell: keep the time in the file.",
        ["System.OverflowException"] = "Check the range before computing: the device never throws it.",
        ["System.DivideByZeroException"] = "Check the divisor: the device throws a plain System.Exception.",
        ["System.ArithmeticException"] = "Check the operands first.",
        ["System.IO.InvalidDataException"] = "Return a named status for what comes from flash or network.",
        ["System.ICloneable"] = "Write a Copy method.",
        ["System.IEquatable`1"] = "Write a method with a name of its own.",
        ["System.Lazy`1"] = "Create it in the constructor.",
        ["System.Convert.ToHexString"] = "Write the digits in a loop.",
        ["System.HashCode"] = "Combine by hand.",
        ["System.GC.Collect"] = "nanoFramework.Runtime.Native.GC.Run, in device code only.",
        ["System.Threading.Volatile"] = "Use lock.",
        ["System.Threading.Thread.set_IsBackground"] = "Leave it out: a device thread ends only by returning.",
        ["System.Index"] = "Write array[array.Length - n].",
        ["System.Range"] = "Copy with Array.Copy, or pass offset and count.",
    };

    /// <summary>Advice on a type, or null.</summary>
    public static string? For(string typeName) => Known.GetValueOrDefault(typeName);

    /// <summary>Advice on a member, or on its type, or null.</summary>
    public static string? For(string typeName, string memberName) =>
        Known.GetValueOrDefault(typeName + "." + memberName) ?? For(typeName);
}
