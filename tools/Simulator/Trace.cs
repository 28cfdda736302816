using System;
using System.Globalization;
using System.IO;

namespace ZhiSan.Edge.Simulator;

/// <summary>What happened, as one number that every event goes into, and as text when somebody wants to read it.</summary>
/// <param name="queue">Tells the time.</param>
/// <param name="text">Where the text goes, or null.</param>
internal sealed class Trace(EventQueue queue, TextWriter? text)
{
    /// <summary>Two runs with the same hash did the same, in the same order, at the same times.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>Whether the text is wanted.</summary>
    public bool IsText => text is not null;

    /// <summary>Takes a number that is too frequent to be written out.</summary>
    public void Mix(ulong value) => Hash = SimRandom.Mix(Hash ^ value);

    /// <summary>Takes an event.</summary>
    /// <param name="who">Whom it concerns.</param>
    /// <param name="what">What happened.</param>
    /// <param name="number">A number that belongs to it, -1 for none.</param>
    /// <param name="second">A second number, -1 for none.</param>
    public void Note(string who, string what, long number = -1, long second = -1)
    {
        Mix((ulong)queue.NowMs);
        Mix((ulong)number);
        Mix((ulong)second);
        foreach (var letter in who)
        {
            Mix(letter);
        }

        foreach (var letter in what)
        {
            Mix(letter);
        }

        if (text is not null)
        {
            var time = TimeSpan.FromMilliseconds(queue.NowMs);
            var numbers = number < 0 ? "" : second < 0 ? $" {number}" : $" {number}..{second}";
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"day {time.Days,3} {time.Hours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}  {who,-10} {what}{numbers}"));
        }
    }
}
